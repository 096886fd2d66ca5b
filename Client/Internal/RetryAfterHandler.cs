using System.Net;

namespace SignalRChat.Client.Internal;

/// <summary>
/// Reads <c>Retry-After</c> of a failed connect: SignalR passes on the status but not the headers. With 401 it means that
/// only the server's clock rejects the token.
/// </summary>
internal sealed class RetryAfterHandler(HttpMessageHandler inner, RetryAfter asked, TokenKeeper tokens, TimeProvider time)
    : DelegatingHandler(inner)
{
    protected override async Task<HttpResponseMessage> SendAsync(HttpRequestMessage request, CancellationToken cancellationToken)
    {
        var response = await base.SendAsync(request, cancellationToken).ConfigureAwait(false);
        if (response.IsSuccessStatusCode || response.Headers.RetryAfter is not { } after)
            return response;
        if (response.StatusCode == HttpStatusCode.Unauthorized)
            tokens.Untimely();
        asked.Note(after.Delta ?? after.Date - time.GetUtcNow() ?? TimeSpan.Zero);
        return response;
    }
}
