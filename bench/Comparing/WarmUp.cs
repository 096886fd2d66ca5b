namespace SignalRChat.Bench.Comparing;

/// <summary>
/// Finds when a cost has not fallen for several windows, and the compiler rests. Compiling the hot code can take more than a
/// minute on a busy machine, longer for the server with more code. It is no part of the cost.
/// </summary>
internal sealed class WarmUp
{
    private const int LevelWindows = 3;
    private const double StillFalling = 0.97;

    /// <summary>Of the processor time.</summary>
    private const double StillCompiling = 0.02;

    private double _lowest = double.MaxValue;
    private int _level;

    public bool IsDone => _level >= LevelWindows;

    /// <summary>Adds the figures of a window.</summary>
    /// <param name="cost">Processor time of a delivery or a connect.</param>
    /// <param name="compiling">The compiler's part of all processor time, from 0 to 1.</param>
    public void Add(double cost, double compiling)
    {
        _level = cost < _lowest * StillFalling || compiling > StillCompiling ? 0 : _level + 1;
        _lowest = Math.Min(_lowest, cost);
    }
}
