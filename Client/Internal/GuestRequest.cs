using System.Net;
using System.Net.Http.Headers;
using System.Text.Json;

namespace SignalRChat.Client.Internal;

/// <summary>The request for a guest token, and its answer.</summary>
internal static class GuestRequest
{
    private static readonly ClientJson _json = new(new JsonSerializerOptions(JsonSerializerDefaults.Web));

    /// <param name="address">The endpoint for guest tokens.</param>
    /// <param name="name">The display name.</param>
    /// <param name="last">The last token, even if it has expired: with it the server keeps the user id.</param>
    public static HttpRequestMessage Of(Uri address, string name, GuestTokenResult? last)
    {
        var body = JsonSerializer.SerializeToUtf8Bytes(new GuestTokenRequest { Name = name }, _json.GuestTokenRequest);
        var request = new HttpRequestMessage(HttpMethod.Post, address) { Content = new ByteArrayContent(body) };
        request.Content.Headers.ContentType = new("application/json");
        // Not checked: a saved token that the server cannot read makes a new guest, and must not stop the client.
        if (last is not null)
            request.Headers.TryAddWithoutValidation("Authorization", $"Bearer {last.AccessToken}");
        return request;
    }

    public static async Task<GuestTokenResult> ReadAsync(HttpResponseMessage answer, CancellationToken cancellationToken)
    {
        var body = await answer.Content.ReadAsByteArrayAsync(cancellationToken).ConfigureAwait(false);
        if (!answer.IsSuccessStatusCode)
            throw Refusal(answer, body);
        return Read(body) is { AccessToken.Length: > 0 } token
            ? token
            : throw new HttpRequestException("The server returned no guest token.");
    }

    private static GuestTokenResult? Read(byte[] body)
    {
        try
        {
            return JsonSerializer.Deserialize(body, _json.GuestTokenResult);
        }
        catch (JsonException)
        {
            return null;
        }
    }

    private static Exception Refusal(HttpResponseMessage answer, byte[] body)
    {
        var status = (int)answer.StatusCode;
        if (status is 429 or >= 500)
        {
            return new ChatRefusedException(
                ChatErrorCodes.Busy, $"The server answered {status} to the request for a guest token.", After(answer.Headers.RetryAfter));
        }

        var sentence = answer.StatusCode is HttpStatusCode.NotFound or HttpStatusCode.MethodNotAllowed
            ? "This server takes no guests: an access token is needed."
            : Detail(body) ?? $"The server refused a guest token ({status}).";
        return new ChatAuthenticationException(sentence, answer.StatusCode);
    }

    private static TimeSpan? After(RetryConditionHeaderValue? header) => header?.Delta is { } delay && delay > TimeSpan.Zero ? delay : null;

    private static string? Detail(byte[] body)
    {
        try
        {
            using var problem = JsonDocument.Parse(body);
            return Text(problem.RootElement, "detail") ?? Text(problem.RootElement, "title");
        }
        catch (JsonException)
        {
            return null;
        }
    }

    private static string? Text(JsonElement problem, string name) =>
        problem.ValueKind == JsonValueKind.Object && problem.TryGetProperty(name, out var value) && value.ValueKind == JsonValueKind.String
            ? value.GetString()
            : null;
}
