namespace SignalRChat.Tests.Durability;

public sealed class RefusedStartTests : IDisposable
{
    private const int ConfigurationError = 78;

    private readonly TempDirectory _data = new();

    public void Dispose() => _data.Dispose();

    // Regression: the limits are read while the hub is mapped, before the host runs, and the server aborted with a stack trace.
    [Theory]
    [InlineData("Chat:Limits:TextLength", "0", "Chat:Limits:TextLength is 0; expected 1 to 100")]
    [InlineData(
        "Chat:Limits:TextLength",
        "many",
        "Failed to convert configuration value 'many' at 'Chat:Limits:TextLength' to type 'System.Int32'.")]
    [InlineData("Chat:Liveness:ClientTimeout", "00:00:11", "Chat:Liveness:ClientTimeout is 00:00:11; expected at least twice")]
    [InlineData(
        "Chat:Transports:LongPolling", "perhaps", "Failed to convert configuration value 'perhaps' at 'Chat:Transports:LongPolling'")]
    [InlineData("Chat:Limits:TextLenght", "8000", "Chat:Limits:TextLenght is not a setting; the nearest one is Chat:Limits:TextLength.")]
    [InlineData("Storage:DataDirectory", " ", "Storage:DataDirectory is empty; expected the path of a folder.")]
    public async Task A_bad_setting_stops_the_start_with_one_sentence(string key, string value, string sentence)
    {
        var exit = await ServerProcess.RunToEndAsync(_data.Path, new Dictionary<string, string> { [key] = value });

        AssertRefused(sentence, exit);
    }

    [Fact]
    public async Task A_second_server_on_the_same_data_does_not_start_and_the_first_goes_on()
    {
        await using var first = await ServerProcess.StartNewAsync(_data.Path);
        using var crowd = await Crowd.SignInAsync(first.Url, size: 2, new Random(1));
        var before = crowd.Acknowledgements.MoreAsync(20);
        var talk = crowd.TalkUntilLostAsync(first.Url);
        await before.WaitAsync(ServerProcess.Deadline);

        var exit = await ServerProcess.RunToEndAsync(_data.Path);

        AssertRefused($"Storage:DataDirectory is {_data.Path}, which another server uses; give each server its own folder.", exit);
        await crowd.Acknowledgements.MoreAsync(20).WaitAsync(ServerProcess.Deadline);
        await first.KillAsync();
        await talk.WaitAsync(ServerProcess.Deadline);
        await first.StartAsync();
        await crowd.FinishAsync(first, _data.Path);
    }

    [Fact]
    public async Task An_address_that_is_taken_stops_the_start_with_one_sentence()
    {
        await using var first = await ServerProcess.StartNewAsync(_data.Path);
        using var elsewhere = new TempDirectory();

        var exit = await ServerProcess.RunToEndAsync(
            elsewhere.Path, new Dictionary<string, string> { ["ASPNETCORE_URLS"] = $"{first.Url}" });

        AssertRefused("Failed to bind to address", exit);
    }

    // Regression: each of these aborted with a stack trace. Only 127.0.0.1:80x did not: Kestrel took it for a name, and
    // listened on every address.
    [Theory]
    [InlineData(
        "ASPNETCORE_URLS", "nonsense", "ASPNETCORE_URLS (or --urls) contains 'nonsense'; expected http or https, then an IP address")]
    [InlineData("ASPNETCORE_URLS", "http://127.0.0.1:80x", "ASPNETCORE_URLS (or --urls) contains 'http://127.0.0.1:80x'; expected")]
    [InlineData(
        "ASPNETCORE_URLS",
        "http://192.0.2.1:5000",
        "The server cannot listen (ASPNETCORE_URLS (or --urls) is http://192.0.2.1:5000): Cannot assign requested address")]
    [InlineData(
        "Kestrel:Certificates:Default:Path",
        "/nowhere.pfx",
        "The server cannot listen (Kestrel:Endpoints:Own:Url is https://127.0.0.1:0): ")]
    [InlineData(
        "Kestrel:Endpoints:Own:Protocols",
        "Http9",
        "Kestrel:Endpoints:Own:Protocols is 'Http9'; expected Http1, Http2, Http1AndHttp2, Http3, Http1AndHttp2AndHttp3.")]
    [InlineData("Kestrel:EndpointDefaults:Protocols", "2.0", "Kestrel:EndpointDefaults:Protocols is '2.0'; expected Http1, ")]
    [InlineData(
        "Metrics:Url",
        "http://192.0.2.1:9464",
        "The server cannot listen (Metrics:Url is http://192.0.2.1:9464): Cannot assign requested address")]
    [InlineData(
        "Logging:LogLevel:Default",
        "Verbose",
        "Logging:LogLevel:Default is 'Verbose'; expected Trace, Debug, Information, Warning, Error, Critical, None.")]
    public async Task A_setting_of_the_framework_stops_the_start_with_one_sentence(string key, string value, string sentence)
    {
        var settings = new Dictionary<string, string> { [key] = value };
        if (key.StartsWith("Kestrel:", StringComparison.Ordinal))
            settings["Kestrel:Endpoints:Own:Url"] = "https://127.0.0.1:0";

        var exit = await ServerProcess.RunToEndAsync(_data.Path, settings);

        AssertRefused(sentence, exit);
    }

    private static void AssertRefused(string sentence, ServerExit exit)
    {
        Assert.Equal(ConfigurationError, exit.Code);
        Assert.StartsWith(sentence, exit.StandardError, StringComparison.Ordinal);
        Assert.DoesNotContain('\n', exit.StandardError);
        Assert.DoesNotContain("   at ", exit.StandardOutput, StringComparison.Ordinal);
    }
}
