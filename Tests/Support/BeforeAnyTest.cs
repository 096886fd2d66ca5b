using System.Runtime.CompilerServices;
using SignalRChat.Auth.Tokens;

namespace SignalRChat.Tests.Support;

/// <summary>
/// The token library reads its switches once, with its first object. In the server that object is one of the server's own. Here
/// a test that issues a token could come first, and then the first token of a new key would be rejected in all later tests.
/// </summary>
internal static class BeforeAnyTest
{
#pragma warning disable CA2255 // This assembly is run, not referenced.
    [ModuleInitializer]
    public static void Run() => JwtSetup.WaitForNewKeys();
#pragma warning restore CA2255
}
