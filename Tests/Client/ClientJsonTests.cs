using SignalRChat.Client.Internal;
using SignalRChat.Tests.Contracts;

namespace SignalRChat.Tests.Client;

public sealed class ClientJsonTests
{
    /// <summary>
    /// A type missing from <see cref="ClientJson"/> can be neither written nor read, in a trimmed app or any other.
    /// </summary>
    [Fact]
    public void The_client_knows_the_json_of_every_contract() =>
        Assert.All(ContractTypes.All, type => Assert.NotNull(ClientJson.Default.GetTypeInfo(type)));
}
