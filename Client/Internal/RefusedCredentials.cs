using System.Net;

namespace SignalRChat.Client.Internal;

/// <summary>Distinguishes rejected credentials, which stop the client, from a temporary failure, which is retried.</summary>
internal static class RefusedCredentials
{
    public static ChatAuthenticationException? In(Exception? error)
    {
        for (var e = error; e is not null; e = e.InnerException)
        {
            if (e is ChatAuthenticationException refused)
                return refused;
            if (e is HttpRequestException { StatusCode: { } status }
                && status is HttpStatusCode.Unauthorized or HttpStatusCode.Forbidden)
            {
                return new($"The server refused the credentials ({(int)status}).", status, error);
            }
        }

        return null;
    }
}
