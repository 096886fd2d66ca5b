using SignalRChat.ClientConsole.Connection;
using SignalRChat.ClientConsole.Input;
using SignalRChat.ClientConsole.Output;

namespace SignalRChat.ClientConsole.Talk;

/// <summary>
/// Moderates a user in the room of the prompt. Names are not unique: if several users have the name, the console does not
/// guess. Then the command needs <c>id:</c> and the user's id.
/// </summary>
internal sealed class Moderation(ConsoleSession session, Conversation conversation, IEventOutput output, TimeProvider time)
{
    private const string ById = "id:";
    private const int UsualMinutes = 60;

    /// <summary>100 years: later times would not be ones that a calendar has.</summary>
    private const int MostMinutes = 100 * 366 * 24 * 60;

    public async Task RunAsync(InputLine.Command command, CancellationToken cancellationToken)
    {
        var (who, role) = command.Name is Commands.Role or Commands.Add ? WithRole(command.Arguments) : (command.Arguments, null);
        (who, var minutes) = command.Name == Commands.Mute ? WithMinutes(who) : (who, 0);
        if (command.Name == Commands.Role && role is null)
            who = "";
        if (await FindAsync(command, who, cancellationToken) is { } userId)
            output.Tell(await DoAsync(command.Name, new(conversation.Room, userId, who, role, EndOf(minutes)), cancellationToken));
    }

    /// <summary>Returns the user id, or null after it reported the reason.</summary>
    public async Task<string?> FindAsync(InputLine.Command command, string who, CancellationToken cancellationToken)
    {
        if (who.Length > 0)
            return await FindAsync(conversation.Room, command.Name, who, cancellationToken);
        var arguments = Commands.All.First(known => known.Name == command.Name).Arguments;
        Mistake($"Usage: /{command.Name} {arguments}{(command.Name == Commands.Role ? "; a role is owner, moderator or member" : "")}.");
        return null;
    }

    // All may be repeated, so a lost connection is no reason to leave the outcome open.
    private async Task<ConsoleEvent> DoAsync(string command, Target target, CancellationToken cancellationToken) =>
        await session.AskAsync<ConsoleEvent>(
            async client =>
            {
                var (room, userId, who, role, until) = target;
                long? revision = null;
                switch (command)
                {
                    case Commands.Add:
                        role = (await client.AddMemberAsync(room, userId, role ?? RoomRoles.Member, cancellationToken)).Role;
                        break;
                    case Commands.Mute: await client.MuteAsync(room, userId, until, cancellationToken); break;
                    case Commands.Kick: revision = (await client.KickAsync(room, userId, cancellationToken)).Revision; break;
                    case Commands.Ban: revision = (await client.BanAsync(room, userId, cancellationToken)).Revision; break;
                    case Commands.Unban: await client.UnbanAsync(room, userId, cancellationToken); break;
                    default: await client.SetRoleAsync(room, userId, role!, cancellationToken); break;
                }
                return new ConsoleEvent.Moderated(room, command, userId, who, revision, role) { Until = until };
            },
            cancellationToken);

    private DateTimeOffset? EndOf(int minutes) => minutes == 0 ? null : time.GetUtcNow() + TimeSpan.FromMinutes(minutes);

    /// <summary>A name may contain spaces, and even be a number.</summary>
    private static (string Who, int Minutes) WithMinutes(string arguments)
    {
        var space = arguments.LastIndexOf(' ');
        return space > 0 && int.TryParse(arguments.AsSpan(space + 1), NumberStyles.None, CultureInfo.InvariantCulture, out var minutes)
            && minutes <= MostMinutes
            ? (arguments[..space].TrimEnd(), minutes)
            : (arguments, UsualMinutes);
    }

    /// <summary>A name may contain spaces, a role may not.</summary>
    private static (string Who, string? Role) WithRole(string arguments)
    {
        var space = arguments.LastIndexOf(' ');
        var role = arguments[(space + 1)..].ToLowerInvariant();
        return space > 0 && role is RoomRoles.Owner or RoomRoles.Moderator or RoomRoles.Member
            ? (arguments[..space].TrimEnd(), role)
            : (arguments, null);
    }

    /// <summary>Returns the user id, or null after it reported the reason.</summary>
    private async Task<string?> FindAsync(string room, string command, string who, CancellationToken cancellationToken)
    {
        if (who.StartsWith(ById, StringComparison.OrdinalIgnoreCase))
            return who[ById.Length..];

        var name = who.TrimStart('@');
        var ids = await IdsOfAsync(room, command, name, cancellationToken);
        var where = command is Commands.Kick or Commands.Role or Commands.Mute ? $"a member of #{room}" : "known here";
        if (ids.Length == 0)
            Mistake($"No user called {name} is {where}. A user id works too: /{command} {ById}USER-ID.");
        else if (ids.Length > 1)
            Mistake($"Several users are called {name}: {string.Join(", ", ids.Select(id => ById + id))}. Use an id.");
        return ids.Length == 1 ? ids[0] : null;
    }

    private async Task<string[]> IdsOfAsync(string room, string command, string name, CancellationToken cancellationToken)
    {
        var answer = await session.AskAsync(client => client.GetMembersAsync(room, cancellationToken), cancellationToken);
        foreach (var member in answer.Members)
            conversation.Names.SawPerson(member.UserId, member.Name);
        var members = answer.Members.Select(member => member.UserId).ToHashSet();
        var isWhole = answer.MemberCount <= answer.Members.Length;
        return [.. conversation.Names.IdsOf(name).Where(id => command switch
        {
            Commands.Ban or Commands.Dm => true,
            Commands.Unban or Commands.Add => !members.Contains(id),
            _ => members.Contains(id) || !isWhole,
        })];
    }

    private sealed record Target(string Room, string UserId, string Who, string? Role, DateTimeOffset? Until);

    private void Mistake(string sentence) => output.Tell(new ConsoleEvent.Mistake($"{sentence} Nothing was done."));
}
