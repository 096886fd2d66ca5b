using System.Net.Http.Headers;
using System.Reflection;
using System.Text;
using System.Text.Json;
using Microsoft.AspNetCore.Http.Metadata;
using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Routing;
using SignalRChat.Tests.Authorization;
using SignalRChat.Tests.Support;

namespace SignalRChat.Tests.Api;

/// <summary>No request to any route is answered as a defect, and a refusal is a problem with a code.</summary>
public sealed class EveryRouteTests(ApiServer api) : IClassFixture<ApiServer>
{
    private const string MessageId = "0197f2a4-58a3-7c55-9a31-6a51a5b30c11";

    private static readonly string[] _bodies =
    [
        "", " ", "null", "[]", "1", "\"x\"", "{", "{}", "{\"a\":1}", "{\"\\ud800\":1}", "\ufeff{}", "{}{}", new('[', 2_000),
        $"{{\"a\":\"{new string('x', 200_000)}\"}}",
    ];

    private static readonly string[] _values =
    [
        "null", "0", "-1", "0.5", "1e400", "99999999999999999999", "\"\"", "\"\\ud800\"", "\"\\u0000\"", "\"\\u200b\"", "[]", "[null]",
        "[\"\\ud800\"]", "{}", "{\"\\ud800\":\"\\ud800\"}", "true",
    ];

    private static readonly string[] _inQuery =
        ["", "x", "-1", "9223372036854775807", "99999999999999999999", "%FF", "%00", "%ED%A0%80", "..", "1&{0}=2"];

    private static readonly string[] _inPath = ["%FF", "a%2Fb", "%20", "%E2%80%8B", "%0A", "UPPER", "-", new('a', 300)];

    private static readonly (string Name, string Value)[] _headers =
    [
        ("If-Match", "x"), ("If-Match", "\"x\""), ("If-Match", "W/\"1\""), ("If-Match", "*"), ("If-Match", "\"99999999999999999999\""),
        ("If-Match", "\"1\", \"2\""), ("If-None-Match", "x"), ("If-None-Match", "*"), ("Accept", "image/png"), ("Range", "bytes=0-1"),
        ("Authorization", "Bearer"), ("Authorization", "Basic eDp4"), ("Authorization", "Bearer a.b.c"), ("Content-Encoding", "gzip"),
        ("Content-Type", "text/plain"), ("Content-Type", "application/json; charset=utf-16"), ("Content-Type", "x"),
    ];

    /// <summary>A later version has something there, which must not be another route by chance.</summary>
    [Theory]
    [InlineData("GET", "/webhooks", 404)]
    [InlineData("PUT", "/webhooks/shop", 404)]
    [InlineData("GET", "/users/ann/export", 404)]
    [InlineData("GET", "/audit", 404)]
    [InlineData("GET", "/rooms/every/audit", 404)]
    [InlineData("GET", "/explain?room=every", 404)]
    [InlineData("DELETE", "/users/ann", 405)]
    [InlineData("DELETE", "/rooms/every?erase=true", 400)]
    public async Task A_path_that_is_kept_for_later_is_refused(string method, string path, int status) =>
        Assert.Equal(status, (await api.SendAsync(method, path)).Status);

    [Fact]
    public async Task No_request_is_a_defect_and_each_refusal_has_a_code()
    {
        using var http = new HttpClient { BaseAddress = api.Server.Url };
        await api.SendAsync("PUT", "/rooms/every", new { });
        await api.SendAsync("PUT", $"/rooms/every/messages/{MessageId}", new { kind = "system", text = "x" });
        var faults = new List<string>();
        foreach (var attempt in Routes().SelectMany(AttemptsAt))
        {
            using var request = attempt.ToRequest();
            using var response = await http.SendAsync(request).WaitAsync(TestClient.Deadline);
            if (await FaultOfAsync(response) is { } fault)
                faults.Add($"{attempt}: {fault}");
        }

        Assert.Empty(faults);
    }

    private static async Task<string?> FaultOfAsync(HttpResponseMessage response)
    {
        var answer = await Answer.ReadAsync(response);
        if (answer.Status is (>= 200 and < 300) or 304)
            return null;
        var isProblem = answer.MediaType == "application/problem+json" && !string.IsNullOrEmpty(answer.Code);
        // A server without a key to sign with gives no tokens.
        return isProblem && answer.Status is (>= 400 and < 500) or 501 ? null : $"{answer.Status} {answer.Text}";
    }

    private IEnumerable<Route> Routes() =>
        from endpoint in api.Server.Get<EndpointDataSource>().Endpoints.OfType<RouteEndpoint>()
        where endpoint.Metadata.GetMetadata<SignalRChat.Api.NeedsScope>() is not null
        from method in endpoint.Metadata.GetRequiredMetadata<IHttpMethodMetadata>().HttpMethods
        let handler = endpoint.Metadata.GetRequiredMetadata<MethodInfo>()
        select new Route(
            method,
            endpoint.RoutePattern.RawText!,
            [.. handler.GetParameters().Where(one => one.IsDefined(typeof(FromQueryAttribute))).Select(one => one.Name!)],
            endpoint.Metadata.GetMetadata<IAcceptsMetadata>()?.RequestType);

    private static IEnumerable<Attempt> AttemptsAt(Route route)
    {
        var path = PathOf(route, "room", "every");
        var valid = Rules.BodyOf($"{route.Method} {route.Pattern["/api/v1".Length..]}", RoomKind.Private);
        foreach (var (name, value) in _headers)
            yield return new(route.Method, path, valid, name, value);
        foreach (var parameter in route.Parameters.Append("x"))
        {
            foreach (var value in _inQuery)
                yield return new(route.Method, $"{path}?{parameter}={value.Replace("{0}", parameter, StringComparison.Ordinal)}", valid);
        }
        foreach (var parameter in new[] { "room", "userId", "messageId" })
        {
            foreach (var value in route.Pattern.Contains($"{{{parameter}}}", StringComparison.Ordinal) ? _inPath : [])
                yield return new(route.Method, PathOf(route, parameter, value), valid);
        }
        if (route.Body is null)
            yield break;
        foreach (var body in _bodies)
            yield return new(route.Method, path, body);
        foreach (var field in route.Body.GetProperties())
        {
            foreach (var value in _values)
                yield return new(route.Method, path, With(valid!, JsonNamingPolicy.CamelCase.ConvertName(field.Name), value));
        }
    }

    /// <summary>The body with another value of one field, which may be no value that a writer of JSON would write.</summary>
    private static string With(string body, string field, string value)
    {
        var others = JsonDocument.Parse(body).RootElement.EnumerateObject().Where(one => one.Name != field);
        return $"{{{string.Join(',', others.Select(one => $"{one}").Append($"\"{field}\":{value}"))}}}";
    }

    private static string PathOf(Route route, string parameter, string value) => route.Pattern
        .Replace($"{{{parameter}}}", value, StringComparison.Ordinal)
        .Replace("{room}", "every", StringComparison.Ordinal)
        .Replace("{userId}", "ann", StringComparison.Ordinal)
        .Replace("{messageId}", MessageId, StringComparison.Ordinal);

    private sealed record Route(string Method, string Pattern, string[] Parameters, Type? Body);

    private sealed record Attempt(string Method, string Path, string? Body, string Header = "", string Value = "")
    {
        public HttpRequestMessage ToRequest()
        {
            var request = new HttpRequestMessage(new HttpMethod(Method), Path);
            request.Headers.Authorization = new AuthenticationHeaderValue("Bearer", ApiServer.KeyOf("all"));
            if (Body is not null)
                request.Content = new StringContent(Body, Encoding.UTF8, "application/json");
            if (Header.StartsWith("Content", StringComparison.Ordinal))
            {
                request.Content?.Headers.Remove(Header);
                request.Content?.Headers.TryAddWithoutValidation(Header, Value);
            }
            else if (Header.Length > 0)
            {
                request.Headers.Remove(Header);
                request.Headers.TryAddWithoutValidation(Header, Value);
            }
            return request;
        }
    }
}
