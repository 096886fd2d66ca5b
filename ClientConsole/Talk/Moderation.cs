using SignalRChat.ClientConsole.Connection;
using SignalRChat.ClientConsole.Input;
using SignalRChat.ClientConsole.Output;

namespace SignalRChat.ClientConsole.Talk;

/// <summary>
/// Moderates a user in the room of the prompt. Names are not unique: if several users have the name, the console does not
/// guess. Then the command needs <c>id:</c> and the user's id.
/// </summary>
internal sealed class Moderation(ConsoleSession session, Conversation conversation, IEventOutput output)
{
    private const string ById = "id:";

    public async Task RunAsync(InputLine.Command command, CancellationToken cancellationToken)
    {
        var (who, role) = command.Name == Commands.Role ? WithRole(command.Arguments) : (command.Arguments, null);
        if (who.Length == 0 || (command.Name == Commands.Role && role is null))
        {
            Mistake(command.Name == Commands.Role
                ? "Usage: /role WHO ROLE; a role is owner, moderator or member."
                : $"Usage: /{command.Name} WHO.");
            return;
        }

        var room = conversation.Room;
        if (await FindAsync(room, command.Name, who, cancellationToken) is { } userId)
            output.Tell(await DoAsync(room, command.Name, userId, who, role, cancellationToken));
    }

    // All four may be repeated, so a lost connection is no reason to leave the outcome open.
    private async Task<ConsoleEvent> DoAsync(
        string room, string command, string userId, string who, string? role, CancellationToken cancellationToken) =>
        await session.AskAsync<ConsoleEvent>(
            async client =>
            {
                long? revision = null;
                switch (command)
                {
                    case Commands.Kick: revision = (await client.KickAsync(room, userId, cancellationToken)).Revision; break;
                    case Commands.Ban: revision = (await client.BanAsync(room, userId, cancellationToken)).Revision; break;
                    case Commands.Unban: await client.UnbanAsync(room, userId, cancellationToken); break;
                    default: await client.SetRoleAsync(room, userId, role!, cancellationToken); break;
                }
                return new ConsoleEvent.Moderated(room, command, userId, who, revision, role);
            },
            cancellationToken);

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
        var where = command is Commands.Kick or Commands.Role ? $"a member of #{room}" : "known here";
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
            Commands.Ban => true,
            Commands.Unban => !members.Contains(id),
            _ => members.Contains(id) || !isWhole,
        })];
    }

    private void Mistake(string sentence) => output.Tell(new ConsoleEvent.Mistake($"{sentence} Nothing was done."));
}
