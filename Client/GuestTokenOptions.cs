using System.Diagnostics.CodeAnalysis;

namespace SignalRChat.Client;

/// <summary>The settings of <see cref="GuestTokens"/>.</summary>
public sealed record GuestTokenOptions
{
    /// <summary>Creates the settings. An initializer sets <see cref="Url"/> and <see cref="Name"/>.</summary>
    public GuestTokenOptions()
    {
    }

    /// <summary>Creates the settings for a guest. A compiler before C# 11 has no required members, and needs this constructor.</summary>
    /// <param name="url">The server's address: <see cref="Url"/>.</param>
    /// <param name="name">The guest's display name: <see cref="Name"/>.</param>
    [SetsRequiredMembers]
    public GuestTokenOptions(Uri url, string name) => (Url, Name) = (url, name);

    /// <summary>
    /// The server's address, such as <c>https://chat.example</c>, with the prefix of a proxy if there is one: the same as
    /// <see cref="ChatClientOptions.Url"/>. <see cref="ChatPaths.GuestToken"/> is appended.
    /// </summary>
    public required Uri Url { get; init; }

    /// <summary>
    /// The guest's display name: 1 to <see cref="ChatLimits.DisplayNameLength"/> characters, without invisible or control characters.
    /// </summary>
    public required string Name { get; init; }

    /// <summary>
    /// The token that <see cref="Save"/> received in an earlier run: the guest remains the same user, also if the token has expired.
    /// Default null: a new guest.
    /// </summary>
    public GuestTokenResult? Saved { get; init; }

    /// <summary>
    /// Receives each new token. It identifies the guest, so keep it where only the user can read it. An exception fails the request, and
    /// the next one receives another token of the same guest.
    /// </summary>
    public Action<GuestTokenResult>? Save { get; init; }

    /// <summary>Sends the requests. Default a separate one. The app disposes of it after <see cref="GuestTokens"/>.</summary>
    public HttpClient? Http { get; init; }

    /// <summary>The source of time. Default the system's.</summary>
    public TimeProvider TimeProvider { get; init; } = TimeProvider.System;
}
