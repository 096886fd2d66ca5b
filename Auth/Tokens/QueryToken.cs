namespace SignalRChat.Auth.Tokens;

/// <summary>A token from the query, kept with the request until the server knows whether the query may carry it.</summary>
internal sealed class QueryToken(string value)
{
    public string Value { get; } = value;
}
