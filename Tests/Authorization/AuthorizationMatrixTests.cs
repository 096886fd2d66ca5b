using System.Text;
using Microsoft.AspNetCore.Routing;
using SignalRChat.Tests.Api;
using SignalRChat.Tests.Architecture;

namespace SignalRChat.Tests.Authorization;

/// <summary>
/// Each hub method and each API route, called by each kind of caller. The expectation is that of <see cref="Rules"/>, the answer that of
/// the server, and docs/authorization.md shows it.
/// </summary>
public sealed class AuthorizationMatrixTests(MatrixServer matrix) : IClassFixture<MatrixServer>
{
    private const string Document = "docs/authorization.md";
    private const string Generated = "<!-- Written by AuthorizationMatrixTests. Everything below is generated. -->";

    private int _cells;

    private static readonly string[] _callersOfApi = ["no key", "a user's token", .. ApiServer.AllScopes.Split(',')];

    [Fact]
    public async Task Each_caller_may_do_what_the_rules_say_and_the_document_shows_it()
    {
        var routes = Routes();
        Findings.AssertNone(
        [
            .. HubCase.Methods.Except(Rules.Hub.Keys).Select(method => $"{method} has no rule."),
            .. Rules.Hub.Keys.Except(HubCase.Methods).Select(method => $"{method} is no method of the hub."),
            .. routes.Except(Rules.Api.Keys).Select(route => $"{route} has no rule."),
            .. Rules.Api.Keys.Except(routes).Select(route => $"{route} is no route of the API."),
        ]);
        var (table, wrong) = (new StringBuilder(), new List<string>());

        foreach (var kind in MatrixServer.Kinds)
        {
            var callers = Enum.GetValues<Caller>().Where(caller => Rules.IsIn(caller, kind)).ToLookup(Rules.IsMember);
            await CallHubAsync(table, wrong, kind, [.. callers[true]], "members");
            await CallHubAsync(table, wrong, kind, [.. callers[false]], "other callers");
        }
        foreach (var kind in MatrixServer.Kinds)
        {
            Head(table, $"Routes of the server API in {WordsOf(kind)}, by the scope of the key", "route", _callersOfApi);
            foreach (var route in routes)
            {
                var seen = await matrix.CallApiAsync(route, kind, _callersOfApi.Select(BearerOf));
                var expected = _callersOfApi.Select(caller => Rules.ExpectApi(route, ScopeOf(caller), kind));
                Row(table, wrong, route, $"{route} in {WordsOf(kind)}", expected, seen, _callersOfApi);
            }
        }

        Findings.AssertNone(wrong);
        table.Append($"\nExpected and seen are the same in all {_cells} cells.\n");
        AssertDocumented(table.ToString());
    }

    /// <summary>The callers call a method together, because each has a room of its own.</summary>
    private async Task CallHubAsync(StringBuilder table, List<string> wrong, RoomKind kind, Caller[] callers, string title)
    {
        var words = Array.ConvertAll(callers, WordsOf);
        Head(table, $"Hub methods in {WordsOf(kind)}: {title}", "method", words);
        foreach (var call in HubCase.In(kind))
        {
            var seen = await Task.WhenAll(callers.Select(caller => matrix.CallAsync(call, caller, kind)));
            var expected = callers.Select(caller => Rules.Expect(call, caller, kind));
            Row(table, wrong, call.Label, $"{call.Label} in {WordsOf(kind)}", expected, seen, words);
        }
    }

    private string[] Routes() =>
    [
        .. matrix.Server.Get<EndpointDataSource>().Endpoints.OfType<RouteEndpoint>()
            .Where(endpoint => endpoint.RoutePattern.RawText!.StartsWith("/api/v1", StringComparison.Ordinal))
            .SelectMany(endpoint => endpoint.Metadata.GetMetadata<HttpMethodMetadata>()!.HttpMethods
                .Select(method => $"{method} {endpoint.RoutePattern.RawText!["/api/v1".Length..]}"))
            .Order(StringComparer.Ordinal),
    ];

    private string? BearerOf(string caller) => caller switch
    {
        "no key" => null,
        "a user's token" => matrix.TokenOf("someone"),
        _ => ApiServer.KeyOf(caller),
    };

    private static string? ScopeOf(string caller) => ApiServer.AllScopes.Split(',').Contains(caller) ? caller : null;

    private static string WordsOf(Caller caller) => caller switch
    {
        Caller.NoToken => "no token",
        Caller.OtherAudience => "other audience",
        Caller.ApiKey => "API key",
        Caller.BannedEverywhere => "banned",
        Caller.Stranger => "guest",
        Caller.Removed => "removed",
        Caller.Banned => "room ban",
        Caller.Confined => "token for other rooms",
        Caller.GuestMember => "guest member",
        Caller.ServiceByToken => "service by token",
        Caller.ModeratorByToken => "moderator by token",
        _ => caller.ToString().ToLowerInvariant(),
    };

    private static string WordsOf(RoomKind kind) => $"a {kind.ToString().ToLowerInvariant()} room";

    private static void Head(StringBuilder table, string title, string first, string[] columns)
    {
        table.Append($"\n## {title}\n\n|{first}|{string.Join('|', columns)}|\n")
            .Append('|').Append(string.Concat(Enumerable.Repeat("---|", columns.Length + 1))).Append('\n');
    }

    private void Row(
        StringBuilder table, List<string> wrong, string label, string call, IEnumerable<string> expected, string[] seen,
        IEnumerable<string> callers)
    {
        _cells += seen.Length;
        // Without spaces, because a line of a document has a limit.
        table.Append($"|`{label}`|{string.Join('|', seen)}|\n");
        wrong.AddRange(
            from cell in expected.Zip(seen, callers)
            where cell.First != cell.Second
            select $"{call} by {cell.Third}: expected {cell.First}, seen {cell.Second}");
    }

    private static void AssertDocumented(string table)
    {
        var path = Path.Combine(RepositoryRoot.Path, Document);
        var text = File.ReadAllText(path);
        var written = $"{text[..(text.IndexOf(Generated, StringComparison.Ordinal) + Generated.Length)]}\n{table}";
        if (Environment.GetEnvironmentVariable("UPDATE_AUTHORIZATION") is not null)
            File.WriteAllText(path, text = written);
        Assert.True(text == written, $"{Document} is out of date: run this test with UPDATE_AUTHORIZATION=1.");
    }
}
