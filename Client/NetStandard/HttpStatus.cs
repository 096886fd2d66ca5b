using System.Net;

namespace SignalRChat.Client.Internal;

/// <summary>Carries the status of an answer, which <see cref="HttpRequestException"/> of .NET Standard does not have.</summary>
internal static class HttpStatus
{
    extension(HttpRequestException error)
    {
        public HttpStatusCode? StatusCode => error.Data[nameof(HttpStatusCode)] as HttpStatusCode?;
    }
}

internal sealed partial class RetryAfterHandler
{
    static partial void KeepStatus(HttpResponseMessage response)
    {
        var status = response.StatusCode;
        if (status is not (HttpStatusCode.Unauthorized or HttpStatusCode.Forbidden))
            return;
        response.Dispose();
        throw new HttpRequestException($"The server answered with status {(int)status}.") { Data = { [nameof(HttpStatusCode)] = status } };
    }
}
