using SignalRChat.ClientConsole.Input;

namespace SignalRChat.ClientConsole.Talk;

/// <summary>The users and rooms seen so far: for completion, and to resolve a name to a user.</summary>
internal sealed class KnownNames
{
    private const int Kept = 1_000;

    private readonly Dictionary<string, string> _people = [];
    private readonly SortedSet<string> _rooms = new(StringComparer.Ordinal);
    private readonly Lock _lock = new();

    public IReadOnlyList<string> People
    {
        get
        {
            lock (_lock)
                return [.. _people.Values.Distinct(StringComparer.OrdinalIgnoreCase).Order(StringComparer.OrdinalIgnoreCase)];
        }
    }

    public IReadOnlyList<string> Rooms
    {
        get
        {
            lock (_lock)
                return [.. _rooms];
        }
    }

    /// <summary>
    /// Returns the ids of the users last seen under this name, in any case and Unicode form. Names are not unique: there may be several.
    /// </summary>
    public string[] IdsOf(string name)
    {
        lock (_lock)
            return [.. _people.Where(person => NameForm.Equal(person.Value, name)).Select(person => person.Key)];
    }

    /// <summary>Returns the name under which the user was last seen; null if the user was not.</summary>
    public string? NameOf(string userId)
    {
        lock (_lock)
            return _people.GetValueOrDefault(userId);
    }

    public void SawPerson(string userId, string name)
    {
        lock (_lock)
        {
            if (_people.Count < Kept || _people.ContainsKey(userId))
                _people[userId] = name;
        }
    }

    public void SawRoom(string room)
    {
        lock (_lock)
        {
            if (_rooms.Count < Kept)
                _rooms.Add(room);
        }
    }
}
