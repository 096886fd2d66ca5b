namespace SignalRChat.Client.Internal;

/// <summary>Reads <c>Retry-After</c> where a connect is answered with an error: SignalR passes on the status and not the headers.</summary>
internal sealed class RetryAfterHandler(HttpMessageHandler inner, AskedDelay asked, TimeProvider time) : DelegatingHandler(inner)
{
    protected override async Task<HttpResponseMessage> SendAsync(HttpRequestMessage request, CancellationToken cancellationToken)
    {
        var response = await base.SendAsync(request, cancellationToken);
        if (!response.IsSuccessStatusCode && response.Headers.RetryAfter is { } after)
            asked.Note(after.Delta ?? after.Date - time.GetUtcNow() ?? TimeSpan.Zero);
        return response;
    }
}
