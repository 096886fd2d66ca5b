using System.Diagnostics;
using System.Net.Http.Json;
using System.Text.RegularExpressions;
using SignalRChat.Contracts;

namespace SignalRChat.Tests.Support;

/// <summary>
/// The server of this tree in a process of its own, for the tests of an older client, which eng/older-client.sh compiles with this file:
/// both have an assembly of the contracts, so they cannot share a process.
/// </summary>
internal sealed partial class ChatServer : IDisposable
{
    private static readonly TimeSpan _starts = TimeSpan.FromSeconds(30);

    private readonly DirectoryInfo _data = Directory.CreateTempSubdirectory("signalrchat-");
    private readonly Process _process;
    private readonly TaskCompletionSource<Uri> _url = new(TaskCreationOptions.RunContinuationsAsynchronously);

    public ChatServer(Dictionary<string, string?>? settings = null)
    {
        var program = Environment.GetEnvironmentVariable("OLDER_CLIENT_SERVER")!;
        var start = new ProcessStartInfo("dotnet", [program])
        {
            RedirectStandardOutput = true,
            WorkingDirectory = Path.GetDirectoryName(program),
            Environment =
            {
                ["ASPNETCORE_ENVIRONMENT"] = "Development",
                ["ASPNETCORE_URLS"] = "http://127.0.0.1:0",
                ["Storage__DataDirectory"] = _data.FullName,
                ["Chat__RateLimits__Messages__Burst"] = "1000000",
            },
        };
        foreach (var (key, value) in settings ?? [])
            start.Environment[key.Replace(":", "__", StringComparison.Ordinal)] = value;
        _process = Process.Start(start)!;
        Uri? listening = null;
        _process.OutputDataReceived += (_, line) =>
        {
            if (Listening().Match(line.Data ?? "") is { Success: true } found)
                listening = new Uri(found.Groups["url"].Value);
            // It listens before its storage has started, and answers 503 until then.
            else if (line.Data?.Contains("Application started", StringComparison.Ordinal) == true)
                _url.TrySetResult(listening!);
        };
        _process.BeginOutputReadLine();
    }

    public Uri Url => _url.Task.Wait(_starts)
        ? _url.Task.Result
        : throw new TimeoutException($"The server did not listen within {_starts}.");

    public async Task<GuestTokenResult> GuestAsync(string name)
    {
        using var http = new HttpClient { BaseAddress = Url, Timeout = _starts };
        using var answer = await http.PostAsJsonAsync(ChatPaths.GuestToken, new GuestTokenRequest { Name = name });
        return (await answer.EnsureSuccessStatusCode().Content.ReadFromJsonAsync<GuestTokenResult>())!;
    }

    public void Dispose()
    {
        _process.Kill(entireProcessTree: true);
        _process.WaitForExit(_starts);
        _process.Dispose();
        _data.Delete(recursive: true);
    }

    [GeneratedRegex(@"Now listening on: (?<url>http://\S+)")]
    private static partial Regex Listening();
}
