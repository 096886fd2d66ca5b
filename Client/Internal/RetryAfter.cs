using System.Net;

namespace SignalRChat.Client.Internal;

/// <summary>
/// The delay that the server requested with <c>Draining</c> or <c>Retry-After</c>. It counts from the receipt, and for the
/// next try only: a draining node may close only when the time is over.
/// </summary>
internal sealed class RetryAfter(TimeProvider time)
{
    /// <summary>More than any of our servers requests: a wrong header of a proxy must not silence a client for a day.</summary>
    public static readonly TimeSpan Most = TimeSpan.FromMinutes(5);

    private readonly Lock _lock = new();
    private TimeSpan _asked;
    private long _since;

    public void Note(TimeSpan asked)
    {
        lock (_lock)
        {
            _asked = asked > Most ? Most : asked;
            _since = time.GetTimestamp();
        }
    }

    /// <summary>The remaining delay.</summary>
    public TimeSpan Take()
    {
        lock (_lock)
        {
            var left = _asked - time.GetElapsedTime(_since);
            _asked = TimeSpan.Zero;
            return left > TimeSpan.Zero ? left : TimeSpan.Zero;
        }
    }
}

/// <summary>
/// Reads <c>Retry-After</c> of a failed connect: SignalR passes on the status but not the headers. With 401 it means that
/// only the server's clock rejects the token.
/// </summary>
internal sealed partial class RetryAfterHandler(HttpMessageHandler inner, RetryAfter asked, TokenKeeper tokens, TimeProvider time)
    : DelegatingHandler(inner)
{
    private const long MostNegotiateBytes = 1024 * 1024;

    protected override async Task<HttpResponseMessage> SendAsync(HttpRequestMessage request, CancellationToken cancellationToken)
    {
        var response = await base.SendAsync(request, cancellationToken).ConfigureAwait(false);
        var isNegotiate = request.RequestUri?.AbsolutePath.EndsWith("/negotiate", StringComparison.Ordinal) == true;
        if (isNegotiate)
            await BufferAsync(response, cancellationToken).ConfigureAwait(false);
        if (!response.IsSuccessStatusCode && response.Headers.RetryAfter is { } after)
        {
            if (response.StatusCode == HttpStatusCode.Unauthorized)
                tokens.Untimely();
            asked.Note(after.Delta ?? after.Date - time.GetUtcNow() ?? TimeSpan.Zero);
        }

        if (isNegotiate)
            KeepStatus(response);
        return response;
    }

    /// <summary>On .NET Standard the exception that SignalR throws for an answer has no status.</summary>
    static partial void KeepStatus(HttpResponseMessage response);

    /// <summary>
    /// SignalR reads a negotiate's answer without its cancellation token. If the network fails in the middle of the answer, no
    /// time-out and no stop would end the connect.
    /// </summary>
    private static async Task BufferAsync(HttpResponseMessage response, CancellationToken cancellationToken)
    {
        try
        {
            await response.Content.LoadIntoBufferAsync(MostNegotiateBytes, cancellationToken).ConfigureAwait(false);
        }
        catch
        {
            response.Dispose();
            throw;
        }
    }
}
