using Microsoft.AspNetCore.OpenApi;
using Microsoft.OpenApi;

namespace SignalRChat.Api.OpenApi;

/// <summary>The description of the API for programs, in OpenAPI 3.1. <c>docs/openapi.json</c> is the same, and a test holds it.</summary>
internal static class ApiDocument
{
    private const string Name = "v1";
    private const string Problem = "Problem";
    private const string Key = "key";

    public static void AddApiDocument(this IServiceCollection services, string prefix) => services.AddOpenApi(Name, options =>
    {
        options.OpenApiVersion = OpenApiSpecVersion.OpenApi3_1;
        options.ShouldInclude = endpoint => $"/{endpoint.RelativePath}".StartsWith(prefix, StringComparison.Ordinal);
        options.AddDocumentTransformer((document, _, _) => Describe(document));
        options.AddOperationTransformer((operation, context, _) => Complete(operation, context));
    });

    public static void MapApiDocument(this IEndpointRouteBuilder endpoints, string prefix) =>
        endpoints.MapOpenApi($"{prefix}/openapi.json").ExcludeFromDescription();

    private static Task Describe(OpenApiDocument document)
    {
        document.Info = new()
        {
            Title = "SignalRChat server API",
            Version = Name,
            Description = "For backends. docs/server-api.md explains it.",
        };
        // Otherwise the address at which the document was requested.
        document.Servers = [];
        document.Components ??= new();
        document.Components.SecuritySchemes = new Dictionary<string, IOpenApiSecurityScheme>
        {
            [Key] = new OpenApiSecurityScheme
            {
                Type = SecuritySchemeType.Http,
                Scheme = "bearer",
                Description = "A key of Api:Keys, or a client-credentials token of Api:Authority.",
            },
        };
        document.Components.Schemas ??= new Dictionary<string, IOpenApiSchema>();
        document.Components.Schemas[Problem] = new OpenApiSchema
        {
            Type = JsonSchemaType.Object,
            Description = "A problem of RFC 9457. Decide by the code.",
            Required = new HashSet<string> { "status", "title", "detail", "code" },
            Properties = new Dictionary<string, IOpenApiSchema>
            {
                ["type"] = Text,
                ["title"] = Text,
                ["status"] = new OpenApiSchema { Type = JsonSchemaType.Integer },
                ["detail"] = Text,
                ["code"] = Text,
            },
        };
        return Task.CompletedTask;
    }

    private static OpenApiSchema Text => new() { Type = JsonSchemaType.String };

    /// <summary>Adds what the endpoint's code does not say: its scope, and the form of its refusals.</summary>
    private static Task Complete(OpenApiOperation operation, OpenApiOperationTransformerContext context)
    {
        var endpoint = context.Description.ActionDescriptor.EndpointMetadata;
        if (endpoint.OfType<NeedsScope>().LastOrDefault() is { } needed)
        {
            operation.Description = $"Scope: {string.Join(" or ", ApiScopes.For(needed.Scope, context.Description.HttpMethod ?? ""))}.";
            operation.Security = [new() { [new OpenApiSecuritySchemeReference(Key, context.Document)] = [] }];
        }
        operation.Responses ??= [];
        operation.Responses["default"] = new OpenApiResponse
        {
            Description = "A refusal.",
            Content = new Dictionary<string, OpenApiMediaType>
            {
                ["application/problem+json"] = new() { Schema = new OpenApiSchemaReference(Problem, context.Document) },
            },
        };
        return Task.CompletedTask;
    }
}
