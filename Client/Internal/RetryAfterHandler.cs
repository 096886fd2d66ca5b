using System.Net;

namespace SignalRChat.Client.Internal;

/// <summary>
/// Reads <c>Retry-After</c> where a connect is answered with an error: SignalR passes on the status and not the headers. With 401
/// it says that the token is refused by the server's clock alone.
/// </summary>
internal sealed class RetryAfterHandler(HttpMessageHandler inner, RetryAfter asked, TokenKeeper tokens, TimeProvider time) : DelegatingHandler(inner)
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
