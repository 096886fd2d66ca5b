using Microsoft.Extensions.Options;
using SignalRChat.Contracts;
using SignalRChat.Services.Log;

namespace SignalRChat.Services.Storage;

/// <summary>
/// The private rooms that are created at start. A user removed from the list stays a member: leaving is up to the user.
/// </summary>
internal sealed class PrivateRoomOptions
{
    public const string SectionName = "Chat";

    /// <summary>
    /// <c>Chat:PrivateRooms:&lt;room&gt;</c>: the ids of its members (<c>sub</c> of the token), the owner first; at least one.
    /// </summary>
    public Dictionary<string, string[]> PrivateRooms { get; } = [];

    /// <summary>
    /// Not by the binder, which skips a room without members: any user could then make that room, as a public one.
    /// </summary>
    public void Read(IConfiguration configuration)
    {
        foreach (var room in configuration.GetSection(SectionName).GetSection(nameof(PrivateRooms)).GetChildren())
            PrivateRooms[room.Key] = [.. room.GetChildren().Select(member => member.Value ?? "")];
    }
}

internal sealed class PrivateRoomOptionsValidator : IValidateOptions<PrivateRoomOptions>
{
    public ValidateOptionsResult Validate(string? name, PrivateRoomOptions options)
    {
        var failures = new List<string>();
        foreach (var (room, members) in options.PrivateRooms)
        {
            var key = $"{PrivateRoomOptions.SectionName}:{nameof(PrivateRoomOptions.PrivateRooms)}:{room}";
            if (!RoomNames.IsValid(room)) failures.Add($"{key} is not a room name; expected the form {ChatLimits.RoomNamePattern}.");
            if (members.Length == 0) failures.Add($"{key} is empty; expected the id of at least one member.");
            else if (members.Any(string.IsNullOrWhiteSpace)) failures.Add($"{key} contains an empty member; expected user ids.");
        }

        return failures.Count == 0 ? ValidateOptionsResult.Success : ValidateOptionsResult.Fail(failures);
    }
}
