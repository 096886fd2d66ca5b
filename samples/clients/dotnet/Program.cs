// A chat in the terminal with ClientWebSocket. Each step is one of docs/protocol.md: see ../README.md.
using System.Globalization;
using SignalRChat.Samples.Terminal;

var seconds = args.Length > 2 ? double.Parse(args[2], CultureInfo.InvariantCulture) : 30;
using var chat = new Chat(new Uri(args[0]), args[1], TimeSpan.FromSeconds(seconds));
await chat.StayAsync();
