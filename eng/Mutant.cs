namespace SignalRChat.Eng;

/// <summary>
/// A defect made on purpose, to see that the fault suite finds it. This file is compiled only with <c>-p:Mutants=true</c> (eng/Mutants.targets), and so is every place
/// that asks it: what is released knows nothing of it.
/// </summary>
internal static class Mutant
{
    private static readonly string? _chosen = Environment.GetEnvironmentVariable("CHAT_MUTANT");

    public static bool Is(string name) => _chosen == name;
}
