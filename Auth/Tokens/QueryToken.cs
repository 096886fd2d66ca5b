namespace SignalRChat.Auth.Tokens;

/// <summary>A token that came in the query, kept with the request until it is known whether it may come that way.</summary>
internal sealed class QueryToken(string value)
{
    public string Value { get; } = value;
}
