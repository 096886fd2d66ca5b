namespace SignalRChat.Eng;

/// <summary>
/// A defect made on purpose, to see that the fault suite finds it. This file is compiled only with <c>-p:Mutants=true</c>
/// (eng/Mutants.targets), and so is every place that asks it: what is released knows nothing of it.
/// </summary>
internal static class Mutant
{
    /// <summary>Asked each time: the mutants of the client library are played in one process, one after the other.</summary>
    public static bool Is(string name) => Environment.GetEnvironmentVariable("CHAT_MUTANT") == name;
}
