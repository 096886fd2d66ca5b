using System.Runtime.Versioning;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Logging.Abstractions;
using Microsoft.Extensions.Logging.Testing;
using SignalRChat.Auth.Guests;
using SignalRChat.Tests.Support;

namespace SignalRChat.Tests.Auth;

public sealed class GuestSigningKeyTests : IDisposable
{
    private readonly TempDirectory _directory = new();

    private string KeyFile => Path.Combine(_directory, GuestSigningKey.FileName);

    public void Dispose() => _directory.Dispose();

    [Fact]
    public void The_key_is_made_once_and_kept()
    {
        var made = Load();
        var kept = Load();

        Assert.Equal(32, made.Length);
        Assert.Equal(made, kept);
        Assert.Equal([KeyFile], Directory.GetFiles(_directory));
    }

    [UnixFact]
    [UnsupportedOSPlatform("windows")]
    public void Only_the_owner_can_read_the_key_and_the_folder_made_for_it()
    {
        var folder = Path.Combine(_directory, "data");

        GuestSigningKey.LoadOrCreate(folder, NullLogger.Instance);

        Assert.Equal(UnixFileMode.UserRead | UnixFileMode.UserWrite, File.GetUnixFileMode(Path.Combine(folder, GuestSigningKey.FileName)));
        Assert.Equal(UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute, File.GetUnixFileMode(folder));
    }

    [Fact]
    public async Task Many_starting_at_once_end_with_one_key()
    {
        const int rounds = 50;
        for (var round = 0; round < rounds; round++)
        {
            File.Delete(KeyFile);
            using var barrier = new Barrier(8);
            var racers = Enumerable.Range(0, 8).Select(_ => Task.Factory.StartNew(
                () =>
                {
                    barrier.SignalAndWait(TimeSpan.FromSeconds(20));
                    return Load();
                },
                CancellationToken.None,
                TaskCreationOptions.LongRunning,
                TaskScheduler.Default));

            var keys = await Task.WhenAll(racers);

            Assert.Single(keys.Select(Convert.ToHexString).Distinct());
            Assert.Equal([KeyFile], Directory.GetFiles(_directory));
        }
    }

    [Fact]
    public async Task A_guests_token_outlives_a_restart()
    {
        var settings = new Dictionary<string, string?> { ["Authentication:Guests:Enabled"] = "true" };
        string token;
        await using (var before = await AuthServer.StartAsync(settings, directory: _directory))
            token = (await before.GuestAsync("alice")).AccessToken;

        await using var after = await AuthServer.StartAsync(settings, directory: _directory);

        Assert.Equal(101, await after.UpgradeAsync(token));
    }

    [Fact]
    public async Task No_key_is_made_where_guests_are_off()
    {
        await using var issuer = await TokenIssuer.StartAsync();
        await using var server = await AuthServer.StartAsync(issuer.Settings, directory: _directory);

        Assert.False(File.Exists(KeyFile));
    }

    [Theory]
    [InlineData(true, LogLevel.Warning, 1013)]
    [InlineData(false, LogLevel.Information, 1010)]
    public void With_other_nodes_a_new_key_is_a_warning_and_an_existing_key_is_not(bool sharesDatabase, LogLevel level, int id)
    {
        var log = new FakeLogger();

        GuestSigningKey.LoadOrCreate(_directory, log, sharesDatabase);
        GuestSigningKey.LoadOrCreate(_directory, log, sharesDatabase);

        var logged = Assert.Single(log.Collector.GetSnapshot());
        Assert.Equal((level, id), (logged.Level, logged.Id.Id));
        Assert.Contains(KeyFile, logged.Message, StringComparison.Ordinal);
    }

    [UnixFact]
    [UnsupportedOSPlatform("windows")]
    public void A_key_that_others_can_read_is_logged()
    {
        Load();
        File.SetUnixFileMode(KeyFile, UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.GroupRead);
        var log = new FakeLogger();

        GuestSigningKey.LoadOrCreate(_directory, log);

        Assert.Equal(LogLevel.Warning, log.LatestRecord.Level);
    }

    private byte[] Load() => GuestSigningKey.LoadOrCreate(_directory, NullLogger.Instance).Key.Key;
}
