using System.Diagnostics;
using System.Text.RegularExpressions;

namespace SignalRChat.Testing;

/// <summary>One run of a <see cref="ServerProcess"/>.</summary>
internal sealed partial class ServerRun : IDisposable
{
    // A test may limit the size of files to imitate a full disk. A write beyond the limit must fail, and not end the process by
    // a signal.
    private const string WithoutFileSizeSignal = "trap '' XFSZ; exec \"$0\" \"$@\"";

    private readonly Process _process;
    private readonly ProcessGuard _guard;
    private readonly RecentLines _output = new();
    private readonly RecentLines _error = new();
    private readonly TextWriter? _log;
    private readonly TaskCompletionSource<int?> _listening = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private readonly TaskCompletionSource<int?> _started = new(TaskCreationOptions.RunContinuationsAsynchronously);

    /// <param name="dataDirectory">Its data folder; null for a program without one.</param>
    /// <param name="port">The port on loopback, 0 for a free one; null if the settings specify its addresses.</param>
    /// <param name="settings">Keys in the form <c>Chat:Limits:TextLength</c>, or variables of the environment.</param>
    /// <param name="log">Receives its output.</param>
    /// <param name="program">The program; null for the server that was built with these tests.</param>
    /// <param name="openFiles">The limit on its open files; null for the limit of these tests.</param>
    public ServerRun(
        string? dataDirectory, int? port, IReadOnlyDictionary<string, string>? settings, TextWriter? log = null,
        ServerProgram? program = null, int? openFiles = null)
    {
        _log = log;
        var command = Command(dataDirectory, port, settings, program ?? ServerProgram.Built, openFiles);
        _process = new Process { StartInfo = command, EnableRaisingEvents = true };
        _process.OutputDataReceived += (_, line) => Wrote(line.Data);
        _process.ErrorDataReceived += (_, line) => Keep(_error, line.Data);
        _process.Exited += (_, _) =>
        {
            _listening.TrySetResult(null);
            _started.TrySetResult(null);
        };
        _process.Start();
        _guard = new ProcessGuard(_process.Id);
        _process.BeginOutputReadLine();
        _process.BeginErrorReadLine();
    }

    public int Id => _process.Id;

    public string Output => $"{_output}\n{_error}";

    /// <summary>The port it listens on, perhaps before its storage has started; null if it has ended instead.</summary>
    public Task<int?> ListeningAsync(TimeSpan deadline) => PortAsync(_listening.Task, deadline);

    /// <summary>The port it listens on, once it serves; null if it has ended instead.</summary>
    public Task<int?> StartedAsync(TimeSpan deadline) => PortAsync(_started.Task, deadline);

    private async Task<int?> PortAsync(Task<int?> when, TimeSpan deadline)
    {
        try
        {
            var port = await when.WaitAsync(deadline);
            if (port is null)
                await ExitAsync(deadline);
            return port;
        }
        catch (TimeoutException)
        {
            throw new TimeoutException($"The server did not start within {deadline}:\n{Output}");
        }
    }

    /// <summary>Its exit, with its complete output.</summary>
    public async Task<ServerExit> ExitAsync(TimeSpan deadline)
    {
        try
        {
            await _process.WaitForExitAsync().WaitAsync(deadline);
        }
        catch (TimeoutException)
        {
            throw new TimeoutException($"The server did not end within {deadline}:\n{Output}");
        }
        return new ServerExit(_process.ExitCode, _output.ToString(), _error.ToString());
    }

    public void Kill() => _process.Kill();

    public void Dispose()
    {
        if (!_process.HasExited)
            _process.Kill();
        _guard.Dispose();
        _process.Dispose();
    }

    private static ProcessStartInfo Command(
        string? dataDirectory, int? port, IReadOnlyDictionary<string, string>? settings, ServerProgram program, int? openFiles)
    {
        var variables = program.Settings.Concat(settings ?? new Dictionary<string, string>())
            .GroupBy(setting => setting.Key.Replace(":", "__", StringComparison.Ordinal), setting => setting.Value)
            .ToDictionary(same => same.Key, same => same.Last());
        string[] line = [DotnetHost(), .. program.Arguments];
        if (!OperatingSystem.IsWindows())
        {
            // A shell drops variables whose names have a dot, as the names of log categories have. So env sets them after it.
            var dotted = variables.Where(variable => variable.Key.Contains('.')).Select(variable => $"{variable.Key}={variable.Value}");
            line = ["env", .. dotted, .. line];
            var shell = openFiles is { } files ? $"ulimit -n {files}; {WithoutFileSizeSignal}" : WithoutFileSizeSignal;
            line = ["/bin/sh", "-c", shell, .. line];
        }
        var command = new ProcessStartInfo(line[0], line[1..])
        {
            WorkingDirectory = program.Folder,
            RedirectStandardOutput = true,
            RedirectStandardError = true,
        };
        foreach (var inherited in command.Environment.Keys.Where(IsOfAHost).ToArray())
            command.Environment.Remove(inherited);
        command.Environment["ASPNETCORE_ENVIRONMENT"] = program.Environment;
        if (port is not null)
            command.Environment["ASPNETCORE_URLS"] = $"http://127.0.0.1:{port}";
        if (dataDirectory is not null)
            command.Environment["Storage__DataDirectory"] = dataDirectory;
        foreach (var (key, value) in variables)
            command.Environment[key] = value;
        return command;
    }

    private static bool IsOfAHost(string variable) =>
        variable.StartsWith("ASPNETCORE_", StringComparison.Ordinal) || variable is "DOTNET_ENVIRONMENT" or "DOTNET_URLS" or "URLS";

    private static string DotnetHost() =>
        Path.GetFileNameWithoutExtension(Environment.ProcessPath) == "dotnet" ? Environment.ProcessPath! : "dotnet";

    private void Keep(RecentLines recent, string? line)
    {
        recent.Add(line);
        if (line is not null)
            _log?.WriteLine(line);
    }

    private void Wrote(string? line)
    {
        Keep(_output, line);
        if (line is null)
            return;
        if (ListeningLine().Match(line) is { Success: true } match)
            _listening.TrySetResult(int.Parse(match.Groups["port"].ValueSpan, System.Globalization.CultureInfo.InvariantCulture));
        else if (line.Contains("Application started.", StringComparison.Ordinal))
            _started.TrySetResult(_listening.Task.Result);
    }

    [GeneratedRegex(@"Now listening on: http://127\.0\.0\.1:(?<port>\d+)")]
    private static partial Regex ListeningLine();

    /// <summary>The last lines, because a log under load would fill the memory.</summary>
    private sealed class RecentLines
    {
        private const int Most = 500;

        private readonly Queue<string> _lines = new();

        public void Add(string? line)
        {
            if (line is null)
                return;
            lock (_lines)
            {
                _lines.Enqueue(line);
                if (_lines.Count > Most)
                    _lines.Dequeue();
            }
        }

        public override string ToString()
        {
            lock (_lines)
                return string.Join('\n', _lines);
        }
    }
}
