namespace SignalRChat.Api;

/// <summary>Event ids 1100 to 1199.</summary>
internal static partial class ApiLog
{
    [LoggerMessage(1100, LogLevel.Information, "Rejected a call of the API without a valid key or token.")]
    public static partial void Unauthenticated(ILogger logger);

    [LoggerMessage(1101, LogLevel.Information, "Rejected a call of the API by {Client}: it lacks the scope {Scopes}.")]
    public static partial void ScopeMissing(ILogger logger, string? client, string scopes);

    [LoggerMessage(1102, LogLevel.Debug, "{Method} {Route} of {Client} was refused: {Code}.")]
    public static partial void Refused(ILogger logger, string method, string? route, string? client, string code);

    [LoggerMessage(1103, LogLevel.Error, "{Method} {Route} of {Client} failed; trace id {TraceId}.")]
    public static partial void Failed(
        ILogger logger, string method, string? route, string? client, string traceId, Exception exception);
}
