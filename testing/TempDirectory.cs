namespace SignalRChat.Testing;

/// <summary>A folder of one test, deleted after it.</summary>
internal sealed class TempDirectory : IDisposable
{
    public string Path { get; } = Directory.CreateTempSubdirectory("signalrchat-").FullName;

    public string File(string name) => System.IO.Path.Combine(Path, name);

    public static implicit operator string(TempDirectory directory) => directory.Path;

    public void Dispose() => Directory.Delete(Path, recursive: true);
}
