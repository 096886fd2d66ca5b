using System.Diagnostics;
using System.Text.Json;
using Microsoft.Data.Sqlite;
using SignalRChat.Contracts;
using SignalRChat.Tests.Api;
using SignalRChat.Tests.Support;

namespace SignalRChat.Tests.Interop;

/// <summary>The bot of <c>samples/bot</c>, which is killed at the worst moments.</summary>
public sealed class SampleBotTests : IDisposable
{
    private const string Room = "lobby";
    private const string Bot = "counting-bot";
    private const int Questions = 5;

    private readonly ChatServer _server = new(ApiServer.Key("all"));
    private readonly TempDirectory _folder = new();

    private string Database => _folder.File("bot.db");

    public void Dispose()
    {
        _server.Dispose();
        _folder.Dispose();
    }

    [Fact]
    public async Task The_bot_answers_each_message_once_although_it_is_killed()
    {
        await AskAsync("PUT", $"/rooms/{Room}", new { kind = "public" });
        var questions = new List<string>();
        for (var i = 0; i < Questions; i++)
            questions.Add(await PostAsync($"question {i}"));
        await using var network = await HoldingProxy.StartAsync(_server.Url);

        foreach (var answered in new[] { 1, 2 })
        {
            network.Hold(post: answered);
            await RunAsync(network.Url, async () => (await AnswersAsync()).Count >= answered);
            // The last answer is in the room, and the bot does not know it.
            Assert.Equal(Questions - (answered - 1), Unnoted());
        }

        network.Hold(post: 0);
        await AskAsync("PATCH", $"/rooms/{Room}/messages/{questions[0]}", new { text = "question 0, edited" });
        questions.Add(await PostAsync("another question"));
        await RunAsync(network.Url, async () => (await AnswersAsync()).Count >= questions.Count && Unnoted() == 0);

        Execute("UPDATE cursor SET value = '0197f2a458a37c559a316a51a5b30c11.8'");
        questions.Add(await PostAsync("after a cursor that the server does not know"));
        await RunAsync(network.Url, async () => (await AnswersAsync()).Count >= questions.Count && Unnoted() == 0);

        // The server refuses this answer for good. Those after it are posted all the same.
        Execute($"INSERT INTO answers (message, room, text) VALUES ('{TestClient.NewId()}', '{Room}', '')");
        questions.Add(await PostAsync("after an answer that the server refuses"));
        await RunAsync(network.Url, async () => (await AnswersAsync()).Count >= questions.Count && Unnoted() == 0);
        Assert.Equal(1, Execute($"SELECT COUNT(*) FROM answers WHERE refused = '{ChatErrorCodes.InvalidArgument}'"));

        var answers = await AnswersAsync();
        Assert.Equal(questions, answers.Select(answer => answer.GetProperty("replyTo").GetString()));
        Assert.Equal(
            Enumerable.Range(1, questions.Count).Select(number => $"Ann, this is your message number {number} in this room."),
            answers.Select(answer => answer.GetProperty("text").GetString()));
    }

    /// <summary>Runs the bot until the condition holds, and kills it at once.</summary>
    private async Task RunAsync(Uri server, Func<Task<bool>> until)
    {
        var start = new ProcessStartInfo("python3", [Path.Combine(RepositoryRoot.Path, "samples", "bot", "bot.py"), Database]);
        (start.Environment["CHAT_URL"], start.Environment["CHAT_KEY"]) = (server.ToString(), ApiServer.KeyOf("all"));
        using var bot = Process.Start(start)!;
        using var guard = new ProcessGuard(bot.Id);
        try
        {
            await Eventually.HoldsAsync(async () => bot.HasExited || await until());
            Assert.False(bot.HasExited, "The bot has ended.");
        }
        finally
        {
            bot.Kill();
            await bot.WaitForExitAsync();
        }
    }

    private async Task<string> PostAsync(string text)
    {
        var id = TestClient.NewId();
        await AskAsync("PUT", $"/rooms/{Room}/messages/{id}", new { userId = "ann", name = "Ann", text });
        return id;
    }

    private async Task<List<JsonElement>> AnswersAsync() =>
        [.. (await AskAsync("GET", $"/rooms/{Room}/messages?limit=200")).GetProperty("messages").EnumerateArray()
            .Where(message => message.GetProperty("userId").GetString() == Bot)];

    private async Task<JsonElement> AskAsync(string method, string path, object? body = null)
    {
        var text = body is null ? null : JsonSerializer.Serialize(body);
        var answer = await ApiServer.AskAsync(_server, path, ApiServer.KeyOf("all"), method, text);
        Assert.True(answer.Status is 200 or 201, $"{method} {path}: {answer.Text}");
        return answer.Json;
    }

    /// <summary>The answers that the bot has decided, and does not know to be posted.</summary>
    private long Unnoted() => Execute("SELECT COUNT(*) FROM answers WHERE NOT posted");

    private long Execute(string sql)
    {
        using var connection = new SqliteConnection($"Data Source={Database};Pooling=False");
        connection.Open();
        using var command = connection.CreateCommand();
        command.CommandText = sql;
        return command.ExecuteScalar() is long value ? value : 0;
    }
}
