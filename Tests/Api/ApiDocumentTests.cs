using Microsoft.AspNetCore.Http.Metadata;
using Microsoft.AspNetCore.Routing;
using SignalRChat.Tests.Architecture;

namespace SignalRChat.Tests.Api;

/// <summary>The description of the API in OpenAPI is complete, and the committed one is the server's.</summary>
public sealed class ApiDocumentTests(ApiServer api) : IClassFixture<ApiServer>
{
    private const string Update = "UPDATE_OPENAPI";
    private const string Committed = "docs/openapi.json";

    [Fact]
    public async Task The_committed_description_is_that_of_the_server()
    {
        var served = $"{(await api.GetAsync("/openapi.json", key: null)).Text.ReplaceLineEndings("\n").TrimEnd()}\n";
        if (Environment.GetEnvironmentVariable(Update) == "1")
            await File.WriteAllTextAsync(SourceTree.PathOf(Committed), served);

        Assert.True(
            served == SourceTree.Read(Committed).ReplaceLineEndings("\n"),
            $"The API has changed: run {Update}=1 eng/test.sh --filter ApiDocumentTests, and read the diff of {Committed}.");
    }

    [Fact]
    public void Every_field_of_a_body_can_be_set()
    {
        var bodies = api.Server.Get<EndpointDataSource>().Endpoints
            .Select(endpoint => endpoint.Metadata.GetMetadata<IAcceptsMetadata>()?.RequestType).OfType<Type>().Distinct().ToArray();

        Assert.NotEmpty(bodies);
        Assert.All(bodies.SelectMany(body => body.GetProperties()), field => Assert.True(field.CanWrite, field.Name));
    }

    [Fact]
    public async Task Every_endpoint_is_described_with_its_scope_answer_and_refusals()
    {
        var document = (await api.GetAsync("/openapi.json")).Json;
        var described = (
            from path in document.GetProperty("paths").EnumerateObject()
            from operation in path.Value.EnumerateObject()
            select ($"{operation.Name.ToUpperInvariant()} {path.Name}", operation.Value)).ToDictionary();
        var mapped =
            from endpoint in api.Server.Get<EndpointDataSource>().Endpoints.OfType<RouteEndpoint>()
            where endpoint.RoutePattern.RawText!.StartsWith("/api/v1/", StringComparison.Ordinal)
            where endpoint.Metadata.GetMetadata<SignalRChat.Api.NeedsScope>() is not null
            from method in endpoint.Metadata.GetRequiredMetadata<IHttpMethodMetadata>().HttpMethods
            select $"{method} {endpoint.RoutePattern.RawText}";

        Assert.StartsWith("3.1", document.GetProperty("openapi").GetString(), StringComparison.Ordinal);
        Assert.Equal(mapped.Order(StringComparer.Ordinal), described.Keys.Order(StringComparer.Ordinal));
        Assert.All(described, one =>
        {
            Assert.StartsWith("Scope: ", one.Value.GetProperty("description").GetString(), StringComparison.Ordinal);
            var hasBody = one.Key[0] == 'P';
            Assert.Equal(hasBody, one.Value.TryGetProperty("requestBody", out _));
            var answers = one.Value.GetProperty("responses").EnumerateObject().ToDictionary(answer => answer.Name, answer => answer.Value);
            var form = one.Key == "GET /api/v1/events" ? "application/x-ndjson" : "application/json";
            Assert.True(answers["200"].GetProperty("content").TryGetProperty(form, out _), one.Key);
            Assert.True(answers["default"].GetProperty("content").TryGetProperty("application/problem+json", out _), one.Key);
        });
    }
}
