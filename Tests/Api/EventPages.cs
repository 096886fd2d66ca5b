using System.Text.Json;
using SignalRChat.Contracts;
using SignalRChat.Tests.Support;

namespace SignalRChat.Tests.Api;

/// <summary>A backend that follows all rooms in a test, on any node.</summary>
internal sealed class EventPages
{
    private static readonly JsonSerializerOptions _json = new(JsonSerializerDefaults.Web);

    private readonly Dictionary<string, long> _through = [];

    public string Cursor { get; private set; } = "";

    /// <summary>The texts of each room, in the order in which they came.</summary>
    public Dictionary<string, List<string>> Texts { get; } = [];

    /// <summary>Begins with what changes from now on.</summary>
    public async Task BeginAtEndAsync(ChatServer node)
    {
        var answer = await AskAsync(node, "latest");
        Assert.Empty(answer.Updates);
        Cursor = answer.Cursor;
    }

    /// <summary>Reads the page after the cursor, checks that each room continues where it ended, and moves the cursor on.</summary>
    public async Task<EventAnswer> ReadAsync(ChatServer node, string query = "")
    {
        var answer = await AskAsync(node, Cursor, query);
        foreach (var update in answer.Updates)
        {
            Assert.Equal(_through.GetValueOrDefault(update.Room, update.After), update.After);
            Assert.True(update.Through > update.After);
            _through[update.Room] = update.Through;
            if (!Texts.TryGetValue(update.Room, out var texts))
                Texts.Add(update.Room, texts = []);
            texts.AddRange(update.Messages.Select(message => message.Text));
        }
        Cursor = answer.Cursor;
        return answer;
    }

    public async Task ReadToEndAsync(ChatServer node, string query = "")
    {
        while ((await ReadAsync(node, query)).HasMore)
        {
        }
    }

    public static async Task<EventAnswer> AskAsync(ChatServer node, string cursor, string query = "")
    {
        var answer = await ApiServer.AskAsync(node, $"/events?after={cursor}{query}", ApiServer.KeyOf("all"));
        Assert.Equal((200, "application/x-ndjson"), (answer.Status, answer.MediaType));
        var lines = answer.Text.Split('\n');
        Assert.Equal("", lines[^1]);
        var end = JsonDocument.Parse(lines[^2]).RootElement;
        return new(
            [.. lines[..^2].Select(line => JsonSerializer.Deserialize<GetUpdatesResult>(line, _json)!)],
            end.GetProperty("cursor").GetString()!,
            end.GetProperty("hasMore").GetBoolean());
    }
}

internal sealed record EventAnswer(GetUpdatesResult[] Updates, string Cursor, bool HasMore)
{
    public string[] Ranges => [.. Updates.Select(update => $"{update.Room}:{update.After}-{update.Through}")];
}
