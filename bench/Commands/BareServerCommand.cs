using System.CommandLine;
using SignalRChat.Bench.Bare;

namespace SignalRChat.Bench.Commands;

internal static class BareServerCommand
{
    public static Command Create()
    {
        var command = new Command(
            BareServer.CommandName, "Runs the bare SignalR hub that shapes starts; ASPNETCORE_URLS picks the address.");
        command.SetAction(async (_, cancellationToken) =>
        {
            await BareServer.RunAsync(cancellationToken);
            return 0;
        });
        return command;
    }
}
