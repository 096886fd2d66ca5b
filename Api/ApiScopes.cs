namespace SignalRChat.Api;

/// <summary>What a caller of the API may do. A scope permits to read what it permits to change.</summary>
internal static class ApiScopes
{
    public const string Rooms = "rooms";
    public const string Messages = "messages";
    public const string Users = "users";
    public const string Webhooks = "webhooks";

    /// <summary>Everything that changes nothing.</summary>
    public const string Read = "read";

    public static readonly string[] All = [Rooms, Messages, Users, Webhooks, Read];

    public static readonly string List = string.Join(", ", All);

    /// <summary>One of these is enough for a request.</summary>
    public static string[] For(string scope, string method) =>
        scope != Read && (HttpMethods.IsGet(method) || HttpMethods.IsHead(method)) ? [scope, Read] : [scope];
}

/// <summary>Metadata of an endpoint: the scope that its callers need.</summary>
internal sealed record NeedsScope(string Scope);
