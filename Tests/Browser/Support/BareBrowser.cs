using System.Collections.Concurrent;
using System.Diagnostics;
using System.Net.WebSockets;
using System.Text.Json;
using System.Text.Json.Nodes;

namespace SignalRChat.BrowserTests.Support;

/// <summary>
/// Chromium with one page and without Playwright. Playwright's pages always count as visible and never enter the back-forward
/// cache. Here pages can be frozen and restored.
/// </summary>
internal sealed class BareBrowser : IAsyncDisposable
{
    private const string Announcement = "DevTools listening on ";

    // The user's setting "Block all cookies": every storage access throws.
    private const string BlockSiteData = """{"profile":{"default_content_setting_values":{"cookies":2}}}""";

    private static readonly TimeSpan _patience = TimeSpan.FromMilliseconds(BrowserFixture.Patience);

    private readonly ConcurrentDictionary<int, TaskCompletionSource<JsonElement>> _calls = new();
    private readonly ConcurrentQueue<string> _exceptions = [];
    private readonly SemaphoreSlim _sending = new(1, 1);
    private readonly ClientWebSocket _socket = new();
    private readonly DirectoryInfo _profile = Directory.CreateTempSubdirectory("signalrchat-browser-");
    private readonly TaskCompletionSource<Uri> _address = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private readonly Process _process;
    private readonly ProcessGuard _guard;
    private Task _hearing = Task.CompletedTask;
    private string? _session;
    private int _lastCall;

    private BareBrowser(bool blocksSiteData)
    {
        if (blocksSiteData)
            File.WriteAllText(Path.Combine(_profile.CreateSubdirectory("Default").FullName, "Preferences"), BlockSiteData);
        var start = new ProcessStartInfo(BrowserFactAttribute.Chromium) { RedirectStandardError = true };
        string[] arguments =
        [
            .. BrowserFixture.Switches, "--headless=new", "--remote-debugging-port=0", $"--user-data-dir={_profile.FullName}",
            "about:blank",
        ];
        foreach (var argument in arguments)
            start.ArgumentList.Add(argument);
        _process = Process.Start(start)!;
        _guard = new ProcessGuard(_process.Id);
        _process.ErrorDataReceived += (_, line) =>
        {
            if (line.Data?.StartsWith(Announcement, StringComparison.Ordinal) == true)
                _address.TrySetResult(new(line.Data[Announcement.Length..]));
        };
        _process.BeginErrorReadLine();
    }

    /// <summary>The uncaught errors of the page.</summary>
    public IReadOnlyCollection<string> Exceptions => _exceptions;

    /// <summary>Opens the address in a new page.</summary>
    public static async Task<BareBrowser> OpenAsync(Uri address, bool blocksSiteData = false)
    {
        var browser = new BareBrowser(blocksSiteData);
        await browser._socket.ConnectAsync(await browser._address.Task.WaitAsync(_patience), CancellationToken.None);
        browser._hearing = browser.HearAsync();
        var made = await browser.SendAsync("Target.createTarget", new() { ["url"] = "about:blank" });
        var target = made.GetProperty("targetId").GetString();
        var attached = await browser.SendAsync("Target.attachToTarget", new() { ["targetId"] = target, ["flatten"] = true });
        browser._session = attached.GetProperty("sessionId").GetString();
        await browser.SendAsync("Page.enable");
        await browser.SendAsync("Runtime.enable");
        await browser.GoToAsync(address);
        return browser;
    }

    public async Task GoToAsync(Uri address)
    {
        await SendAsync("Page.navigate", new() { ["url"] = address.ToString() });
        await UntilAsync($"location.href === '{address}' && document.readyState === 'complete'");
    }

    /// <summary>Calls a method of the DevTools protocol.</summary>
    public async Task<JsonElement> SendAsync(string method, JsonObject? parameters = null)
    {
        var call = Interlocked.Increment(ref _lastCall);
        var answer = _calls[call] = new(TaskCreationOptions.RunContinuationsAsynchronously);
        var message = new JsonObject { ["id"] = call, ["method"] = method, ["params"] = parameters ?? [] };
        if (_session is not null)
            message["sessionId"] = _session;
        await _sending.WaitAsync();
        try
        {
            var bytes = JsonSerializer.SerializeToUtf8Bytes(message);
            await _socket.SendAsync(bytes, WebSocketMessageType.Text, endOfMessage: true, CancellationToken.None);
        }
        finally
        {
            _sending.Release();
        }
        return await answer.Task.WaitAsync(_patience);
    }

    /// <summary>Returns the result of the script, after awaiting a promise.</summary>
    public async Task<T> AskAsync<T>(string script)
    {
        var answer = await SendAsync(
            "Runtime.evaluate", new() { ["expression"] = script, ["awaitPromise"] = true, ["returnByValue"] = true });
        Assert.False(answer.TryGetProperty("exceptionDetails", out var details), $"{details}");
        return answer.GetProperty("result").TryGetProperty("value", out var value) ? value.Deserialize<T>()! : default!;
    }

    public async Task UntilAsync(string condition)
    {
        var watch = Stopwatch.StartNew();
        while (!await AskAsync<bool>($"Boolean({condition})"))
            Assert.True(watch.Elapsed < _patience, $"It never came that {condition}");
    }

    public async ValueTask DisposeAsync()
    {
        _socket.Abort();
        await _hearing;
        _socket.Dispose();
        _process.Kill(entireProcessTree: true);
        await _process.WaitForExitAsync();
        _guard.Dispose();
        _process.Dispose();
        _sending.Dispose();
        _profile.Delete(recursive: true);
    }

    private async Task HearAsync()
    {
        var buffer = new ArraySegment<byte>(new byte[64 * 1024]);
        using var message = new MemoryStream();
        try
        {
            while (true)
            {
                var read = await _socket.ReceiveAsync(buffer, CancellationToken.None);
                message.Write(buffer[..read.Count]);
                if (!read.EndOfMessage)
                    continue;
                Heard(JsonDocument.Parse(message.ToArray()).RootElement);
                message.SetLength(0);
            }
        }
        catch (Exception e) when (e is WebSocketException or OperationCanceledException or ObjectDisposedException)
        {
            // The browser has closed.
        }
    }

    private void Heard(JsonElement message)
    {
        if (message.TryGetProperty("method", out var method) && method.GetString() == "Runtime.exceptionThrown")
            _exceptions.Enqueue(message.GetProperty("params").GetProperty("exceptionDetails").ToString());
        if (!message.TryGetProperty("id", out var id) || !_calls.TryRemove(id.GetInt32(), out var call))
            return;
        if (message.TryGetProperty("error", out var error))
            call.SetException(new InvalidOperationException(error.ToString()));
        else
            call.SetResult(message.GetProperty("result"));
    }
}
