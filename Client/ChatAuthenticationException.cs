using System.Net;

namespace SignalRChat.Client;

/// <summary>The server rejected the credentials. A retry with the same credentials cannot succeed, so the client stops.</summary>
public sealed class ChatAuthenticationException : Exception
{
    /// <summary>Creates the exception.</summary>
    /// <param name="message">The reason in words.</param>
    /// <param name="statusCode">The HTTP status of the server's answer, usually 401 or 403.</param>
    /// <param name="inner">The exception that SignalR threw.</param>
    public ChatAuthenticationException(string message, HttpStatusCode? statusCode = null, Exception? inner = null)
        : base(message, inner) => StatusCode = statusCode;

    /// <summary>The HTTP status of the server's answer, usually 401 or 403.</summary>
    public HttpStatusCode? StatusCode { get; }
}
