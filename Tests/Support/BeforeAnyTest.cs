using System.Runtime.CompilerServices;
using SignalRChat.Auth.Tokens;

namespace SignalRChat.Tests.Support;

/// <summary>
/// The token library reads its switches once, with its first object. In the server that is one of the server's own; here a test
/// that mints a token could come first, and then the first token of a new key was refused in all tests after it.
/// </summary>
internal static class BeforeAnyTest
{
#pragma warning disable CA2255 // This assembly is run, not referenced.
    [ModuleInitializer]
    public static void Run() => JwtSetup.WaitForNewKeys();
#pragma warning restore CA2255
}
