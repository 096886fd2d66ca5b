using System.Reflection;
using SignalRChat.Client;

namespace SignalRChat.Tests.Client;

/// <summary>
/// The compiler of Unity knows C# 9. It refuses a constructor that leaves required members to the caller: such a constructor is marked as
/// obsolete for it.
/// </summary>
public sealed class OlderCompilerTests
{
    [Theory]
    [InlineData(typeof(ChatClientOptions))]
    [InlineData(typeof(GuestTokenOptions))]
    [InlineData(typeof(OutgoingMessage))]
    public void An_older_compiler_can_create_what_an_app_needs(Type type) =>
        Assert.Contains(type.GetConstructors(), constructor => constructor.GetCustomAttribute<ObsoleteAttribute>() is null);
}
