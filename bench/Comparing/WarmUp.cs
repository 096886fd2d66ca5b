namespace SignalRChat.Bench.Comparing;

/// <summary>
/// Finds when a cost has not fallen for several windows. Compiling the hot code can take more than a minute on a busy machine,
/// longer for the server with more code. It is no part of the cost.
/// </summary>
internal sealed class WarmUp
{
    private const int LevelWindows = 3;
    private const double StillFalling = 0.97;

    private double _lowest = double.MaxValue;
    private int _level;

    public bool IsDone => _level >= LevelWindows;

    public void Add(double cost)
    {
        _level = cost < _lowest * StillFalling ? 0 : _level + 1;
        _lowest = Math.Min(_lowest, cost);
    }
}
