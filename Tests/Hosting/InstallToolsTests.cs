using System.Runtime.Versioning;
using SignalRChat.Tests.Support;

namespace SignalRChat.Tests.Hosting;

/// <summary>
/// Regression: on a new machine eng/test.sh skipped tests whose tool was missing, and failed others without naming the tool.
/// </summary>
[UnsupportedOSPlatform("windows")]
public sealed class InstallToolsTests : IDisposable
{
    private readonly TempDirectory _path = new();

    public void Dispose() => _path.Dispose();

    [UnixFact]
    public void Missing_tools_are_installed_in_one_call_after_an_update()
    {
        AddCommand("apt-get", $"echo \"$*\" >> {_path.Path}/asked");
        AddCommand("sudo", "while [[ $1 == -* ]]; do shift; done; \"$@\"");

        var (code, said) = Install();

        Assert.True(code == 0, said);
        var asked = File.ReadAllLines(Path.Combine(_path, "asked"));
        Assert.Equal(2, asked.Length);
        Assert.StartsWith("update", asked[0], StringComparison.Ordinal);
        Assert.StartsWith("install -y", asked[1], StringComparison.Ordinal);
        Assert.Superset(
            new HashSet<string> { "chromium", "nodejs", "npm", "redis-server", "postgresql", "tmux", "gcc" },
            asked[1].Split(' ').ToHashSet());
    }

    [UnixFact]
    public void Where_nothing_can_be_installed_the_missing_packages_are_named()
    {
        Assert.Contains("apt-get is not there", Refusal(), StringComparison.Ordinal);

        AddCommand("apt-get", "exit 100");
        AddCommand("sudo", "[[ $2 == true ]] || exit 100");
        Assert.Contains("apt-get could not install them", Refusal(), StringComparison.Ordinal);
    }

    private string Refusal()
    {
        var (code, said) = Install();
        Assert.Equal(1, code);
        Assert.Contains("chromium", said, StringComparison.Ordinal);
        Assert.Contains("postgresql", said, StringComparison.Ordinal);
        return said;
    }

    private (int Code, string Said) Install() =>
        Tool.Run("env", "-i", $"PATH={_path.Path}", "/bin/bash", Path.Combine(RepositoryRoot.Path, "eng", "install-tools.sh"));

    private void AddCommand(string name, string script)
    {
        var file = Path.Combine(_path, name);
        File.WriteAllText(file, $"#!/bin/bash\n{script}\n");
        File.SetUnixFileMode(file, UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute);
    }
}
