using System.Text;
using SignalRChat.Client;
using SignalRChat.Services.Feed;

namespace SignalRChat.Tests.Faults;

/// <summary>The deliberate defects exist only in the build of <c>faults/run mutants</c>.</summary>
public sealed class NoMutantTests
{
    [Theory]
    [InlineData(typeof(RoomFeed))]
    [InlineData(typeof(ChatClient))]
    public void What_is_built_otherwise_has_none(Type of)
    {
        Assert.DoesNotContain(of.Assembly.GetTypes(), type => type.Name == "Mutant");
        // Names of switches would be among the assembly's strings, which are UTF-16.
        Assert.Equal(-1, File.ReadAllBytes(of.Assembly.Location).AsSpan().IndexOf(Encoding.Unicode.GetBytes("CHAT_MUTANT")));
    }
}
