using System.Net;

namespace SignalRChat.Client;

/// <summary>The server does not let these credentials in. Trying again with the same ones is pointless, so the client stops.</summary>
public sealed class ChatAuthenticationException : Exception
{
    /// <summary>Makes the exception.</summary>
    /// <param name="message">The reason in words.</param>
    /// <param name="statusCode">The HTTP status the server answered, 401 or 403 as a rule.</param>
    /// <param name="inner">What SignalR threw.</param>
    public ChatAuthenticationException(string message, HttpStatusCode? statusCode = null, Exception? inner = null)
        : base(message, inner) => StatusCode = statusCode;

    /// <summary>The HTTP status the server answered, 401 or 403 as a rule.</summary>
    public HttpStatusCode? StatusCode { get; }
}
