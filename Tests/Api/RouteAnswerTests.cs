using System.Text.Json;
using SignalRChat.Contracts;
using SignalRChat.Tests.Authorization;
using SignalRChat.Tests.Support;

namespace SignalRChat.Tests.Api;

/// <summary>A valid request to any route succeeds, and the answer has the shape that the description of the API gives it.</summary>
public sealed class RouteAnswerTests(ApiServer api) : IClassFixture<ApiServer>
{
    private const string Room = "answered";
    private const string MessageId = "0197f2a4-58a3-7c55-9a31-6a51a5b30c12";

    /// <summary>The server has no key to sign with. Other tests give it one.</summary>
    private const string Unanswered = "POST /tokens";

    // A message is deleted after the other requests, and before its room.
    private static readonly string[] _methods = ["GET", "PUT", "PATCH", "POST", "DELETE"];

    [Fact]
    public async Task Each_answer_has_the_shape_that_the_description_gives_it()
    {
        await using var ann = await api.Server.ConnectAsync("ann");
        await FillAsync(ann);
        var document = (await api.GetAsync("/openapi.json", key: null)).Json;
        var operations =
            from path in document.GetProperty("paths").EnumerateObject()
            from operation in path.Value.EnumerateObject()
            let route = $"{operation.Name.ToUpperInvariant()} {path.Name["/api/v1".Length..]}"
            where route != Unanswered && operation.Value.GetProperty("responses").GetProperty("200").IsJson()
            orderby Array.IndexOf(_methods, operation.Name.ToUpperInvariant()), path.Name.Length descending
            select (Route: route, Responses: operation.Value.GetProperty("responses"));

        var faults = new List<string>();
        foreach (var (route, responses) in operations.ToArray())
            faults.AddRange((await FaultsOfAsync(route, responses, document, ann.Guest.UserId)).Select(fault => $"{route}: {fault}"));

        Assert.Empty(faults);
    }

    private async Task<IEnumerable<string>> FaultsOfAsync(string route, JsonElement responses, JsonElement document, string userId)
    {
        var (method, pattern) = (route.Split(' ')[0], route.Split(' ')[1]);
        var path = pattern.Replace("{room}", Room, StringComparison.Ordinal)
            .Replace("{userId}", userId, StringComparison.Ordinal).Replace("{messageId}", MessageId, StringComparison.Ordinal);
        var answer = await api.SendAsync(method, path, Rules.BodyOf(route, RoomKind.Public));
        return responses.TryGetProperty($"{answer.Status}", out var response) && response.IsJson()
            ? AnswerShape.FaultsOf(response.Schema(), answer.Json, document)
            : [$"{answer.Status} {answer.Text}"];
    }

    /// <summary>Something of everything that an answer may hold.</summary>
    private async Task FillAsync(TestClient ann)
    {
        var userId = ann.Guest.UserId;
        await api.SendAsync("PUT", $"/rooms/{Room}", new { kind = "public", title = "Title", data = new { tier = 1 } });
        await api.SendAsync("PUT", $"/rooms/{Room}/members/{userId}", new { role = "owner" });
        await api.SendAsync("PUT", $"/rooms/{Room}/members/bob", new { name = "Bob" });
        object profile = new { name = "Ann", avatarUrl = "https://img.example/a.png", data = new { tier = 1 } };
        await api.SendAsync("PUT", $"/users/{userId}", profile);
        var message = Rules.BodyOf("PUT /rooms/{room}/messages/{messageId}", RoomKind.Public);
        await api.SendAsync("PUT", $"/rooms/{Room}/messages/{MessageId}", message);
        object reply = new { kind = "system", text = "reply", replyTo = MessageId, data = new { order = 7 }, mentions = new[] { userId } };
        await api.SendAsync("PUT", $"/rooms/{Room}/messages/{TestClient.NewId()}", reply);
        await ann.JoinAsync(Room);
        await ann.CallAsync(
            nameof(IChatHub.React), new ReactRequest { Room = Room, MessageId = MessageId, Emoji = "👍", On = true });
        await ann.CallAsync(
            nameof(IChatHub.ReportMessage), new ReportMessageRequest { Room = Room, MessageId = MessageId, Reason = "spam" });
        await ann.CallAsync(nameof(IChatHub.MuteMember), new MuteMemberRequest { Room = Room, UserId = "bob", Until = 4_102_444_800_000 });
        // So that ann is not the last owner.
        await api.SendAsync("PUT", $"/rooms/{Room}/members/bob", new { role = "owner" });
        await ann.CallAsync(nameof(IChatHub.BanMember), new BanMemberRequest { Room = Room, UserId = "eve" });
    }
}
