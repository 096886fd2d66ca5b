using System.Security.Cryptography;
using SignalRChat.BrowserTests.Support;

namespace SignalRChat.BrowserTests;

/// <summary>
/// The same as <c>eng/vendor-signalr.sh --check</c>. The tests of the JavaScript client run with <c>node --test
/// Tests/Browser/js/*.test.mjs</c> (Node 20 or newer).
/// </summary>
public sealed class VendoredClientTests
{
    [Fact]
    public void The_vendored_client_is_as_it_was_vendored()
    {
        var folder = Path.Combine(Repository.Root, "wwwroot", "lib", "signalr");
        var lines = File.ReadLines(Path.Combine(folder, "VENDORED.txt"))
            .Where(line => line.StartsWith("sha256 ", StringComparison.Ordinal))
            .ToArray();
        Assert.Equal(2, lines.Length);
        foreach (var parts in lines.Select(line => line.Split(' ', StringSplitOptions.RemoveEmptyEntries)))
            Assert.Equal(parts[1], Convert.ToHexStringLower(SHA256.HashData(File.ReadAllBytes(Path.Combine(folder, parts[2])))));
        Assert.True(File.Exists(Path.Combine(folder, "LICENSE.txt")));
    }
}
