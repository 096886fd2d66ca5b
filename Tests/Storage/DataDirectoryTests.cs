using System.Runtime.Versioning;
using Microsoft.Extensions.FileProviders;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging.Abstractions;
using Microsoft.Extensions.Options;
using SignalRChat.Services.Storage;
using SignalRChat.Tests.Support;

namespace SignalRChat.Tests.Storage;

public sealed class DataDirectoryTests : IDisposable
{
    private const UnixFileMode OwnerOnly = UnixFileMode.UserRead | UnixFileMode.UserWrite;

    private readonly TempDirectory _root = new();

    public void Dispose() => _root.Dispose();

    [Fact]
    public void The_folder_is_made_below_the_content_root()
    {
        using var directory = Directory("some/data");

        directory.Open();

        Assert.Equal(_root.File("some/data"), directory.FullPath);
        Assert.True(File.Exists(directory.DatabaseFile));
    }

    [UnixFact]
    [UnsupportedOSPlatform("windows")]
    public void The_folder_and_the_database_are_for_their_owner_only()
    {
        using var directory = Directory("some/data");

        directory.Open();

        Assert.Equal(OwnerOnly | UnixFileMode.UserExecute, File.GetUnixFileMode(directory.FullPath));
        Assert.Equal(OwnerOnly, File.GetUnixFileMode(directory.DatabaseFile));
    }

    [Fact]
    public void An_absolute_path_stays_as_it_is()
    {
        using var elsewhere = new TempDirectory();
        using var directory = Directory(elsewhere.Path);
        Assert.Equal(elsewhere.Path, directory.FullPath);
    }

    [Fact]
    public void A_second_server_on_the_same_folder_is_refused_until_the_first_is_gone()
    {
        using var first = Directory("data");
        using var second = Directory("data");
        first.Open();

        var error = Assert.Throws<OptionsValidationException>(second.Open);

        Assert.Equal(
            $"Storage:DataDirectory is {_root.File("data")}, which another server uses; give each server its own folder.", error.Message);
        first.Dispose();
        second.Open();
    }

    [Fact]
    public void A_folder_that_cannot_be_made_is_named_with_its_key()
    {
        File.WriteAllText(_root.File("data"), "a file");
        using var directory = Directory("data");

        var error = Assert.Throws<OptionsValidationException>(directory.Open);

        var beginning = $"Storage:DataDirectory is {_root.File("data")}; expected a folder this process can write to: ";
        Assert.StartsWith(beginning, error.Message, StringComparison.Ordinal);
    }

    private DataDirectory Directory(string path) => new(
        Options.Create(new StorageOptions { DataDirectory = path }),
        new ContentRoot { ContentRootPath = _root.Path },
        NullLogger<DataDirectory>.Instance);

    private sealed class ContentRoot : IHostEnvironment
    {
        public string EnvironmentName { get; set; } = Environments.Production;

        public string ApplicationName { get; set; } = "";

        public string ContentRootPath { get; set; } = "";

        public IFileProvider ContentRootFileProvider { get; set; } = new NullFileProvider();
    }
}
