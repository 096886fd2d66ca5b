namespace SignalRChat.Services.Presence;

/// <summary>The name under which a user is present, and since when. If nodes publish two names of one user, the newer one counts.</summary>
/// <param name="Name">The name as it is shown.</param>
/// <param name="Since">In Unix milliseconds of the node that the user came to, or one more than that of the name before, if that
/// clock is behind.</param>
internal readonly record struct PresentName(string Name, long Since)
{
    // No name holds one.
    private const char Between = '\n';

    /// <summary>The form in which nodes publish it.</summary>
    public string Text => string.Create(CultureInfo.InvariantCulture, $"{Name}{Between}{Since}");

    public static PresentName Read(string text)
    {
        var end = text.LastIndexOf(Between);
        return end >= 0 && long.TryParse(text.AsSpan(end + 1), CultureInfo.InvariantCulture, out var since)
            ? new(text[..end], since)
            : new(text, 0);
    }

    /// <summary>Every node gets the same result, also for two names that were taken in the same millisecond.</summary>
    public bool IsNewerThan(PresentName other) =>
        Since != other.Since ? Since > other.Since : string.CompareOrdinal(Name, other.Name) > 0;

    /// <summary>The name that follows this one; this one if nothing changes.</summary>
    public PresentName Next(string name, long now) => name == Name ? this : new(name, Math.Max(now, Since + 1));
}
