namespace SignalRChat.Eng;

/// <summary>
/// A deliberate defect, which the fault suite must find. Only <c>-p:Mutants=true</c> compiles this file (eng/Mutants.targets)
/// and the code that uses it, so a release contains neither.
/// </summary>
internal static class Mutant
{
    /// <summary>Read at each call, because one process plays the mutants of the client library one after the other.</summary>
    public static bool Is(string name) => Environment.GetEnvironmentVariable("CHAT_MUTANT") == name;
}
