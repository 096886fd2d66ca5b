using Microsoft.AspNetCore.Builder;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Options;
using SignalRChat.Common;
using SignalRChat.Contracts;
using SignalRChat.Services;
using SignalRChat.Services.Rooms;

namespace SignalRChat.Tests.Services.Rooms;

/// <summary>Who may make rooms, by the setting, the environment and the claim of the token.</summary>
public sealed class RoomCreationTests
{
    [Theory]
    [InlineData("Development", null, "Anyone")]
    [InlineData("Production", null, "Claim")]
    [InlineData("Staging", null, "Claim")]
    [InlineData("Production", "Anyone", "Anyone")]
    [InlineData("Development", "Server", "Server")]
    public void The_default_is_anyone_in_Development_and_otherwise_the_claim(string environment, string? set, string expected)
    {
        var builder = WebApplication.CreateBuilder(new WebApplicationOptions { EnvironmentName = environment });
        builder.Configuration.Sources.Clear();
        builder.Configuration.AddInMemoryCollection(new Dictionary<string, string?> { ["Chat:Rooms:Create"] = set });
        builder.Services.AddChatServices(builder.Configuration);
        using var app = builder.Services.BuildServiceProvider();

        Assert.Equal(expected, $"{app.GetRequiredService<IOptions<RoomOptions>>().Value.Create}");
    }

    [Theory]
    [InlineData("Anyone", null, true)]
    [InlineData("Anyone", "public", true)]
    [InlineData("Anyone", "private", false)]
    [InlineData("Anyone", "", false)]
    [InlineData("Claim", null, false)]
    [InlineData("Claim", "public", true)]
    [InlineData("Claim", "private", false)]
    [InlineData("Server", null, false)]
    [InlineData("Server", "public", false)]
    public void The_claim_permits_or_restricts(string setting, string? listed, bool expected)
    {
        var policy = new RoomCreationPolicy(Options.Create(new RoomOptions { Create = Enum.Parse<RoomCreation>(setting) }));
        var grant = new ChatGrant { Create = listed?.Split(',', StringSplitOptions.RemoveEmptyEntries) };

        Assert.Equal(expected, policy.Permits(grant, RoomKinds.Public));
        Assert.Equal(setting == "Anyone", policy.Permits(null, RoomKinds.Public));
    }
}
