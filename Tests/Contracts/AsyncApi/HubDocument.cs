using System.Reflection;
using System.Text.Json.Nodes;
using SignalRChat.Contracts;

namespace SignalRChat.Tests.Contracts.AsyncApi;

/// <summary>The description of the hub in AsyncAPI 3.0, from the side of the server, made from the contracts and their comments.</summary>
internal static class HubDocument
{
    private const string Channel = "hub";

    private static readonly MethodInfo[] _methods = typeof(IChatHub).GetMethods();
    private static readonly MethodInfo[] _events = typeof(IChatClient).GetMethods();

    public static JsonObject Describe() => new()
    {
        ["asyncapi"] = "3.0.0",
        ["info"] = new JsonObject
        {
            ["title"] = "SignalRChat hub",
            ["version"] = "v1",
            ["description"] = "The methods that clients call and the events that they receive, as JSON frames of SignalR's hub protocol. "
                + "docs/protocol.md explains them: the cursors, what to do after each refusal, and the end of a session.",
        },
        ["defaultContentType"] = "application/json",
        ["servers"] = new JsonObject
        {
            ["node"] = new JsonObject
            {
                ["host"] = "127.0.0.1:5000",
                ["protocol"] = "ws",
                ["description"] = "A server on the same machine. In production the protocol is wss.",
                ["security"] = new JsonArray(
                    Reference("components", "securitySchemes", "header"), Reference("components", "securitySchemes", "query")),
            },
        },
        ["channels"] = new JsonObject { [Channel] = DescribeChannel() },
        ["operations"] = Operations(),
        ["components"] = new JsonObject
        {
            ["messages"] = Frames.All(_methods, _events),
            ["schemas"] = Schemas.All(_methods, _events),
            ["securitySchemes"] = SecuritySchemes(),
        },
    };

    public static JsonObject Reference(params string[] path) => new() { ["$ref"] = $"#/{string.Join('/', path)}" };

    private static JsonObject DescribeChannel()
    {
        var messages = new JsonObject();
        foreach (var name in Frames.Names(_methods, _events))
            messages[name] = Reference("components", "messages", name);
        return new()
        {
            ["address"] = ChatPaths.Hub,
            ["title"] = "A connection",
            ["description"] = "One WebSocket. The byte 0x1E follows each frame, and a WebSocket message may contain several frames. "
                + "The first frame of a connection is the handshake.",
            ["messages"] = messages,
        };
    }

    private static JsonObject Operations()
    {
        var operations = new JsonObject
        {
            ["Handshake"] = Operation(
                "receive", "Handshake", "Selects the protocol of the connection, within 10 s after the upgrade.", "HandshakeAnswer"),
            ["ReceivePing"] = Operation("receive", "Ping", "The client is alive. Send something at least every 15 s."),
            ["SendPing"] = Operation("send", "Ping", "The server is alive, and has sent nothing for 10 s."),
            ["SendClose"] = Operation("send", "Close", "Nothing follows on this connection."),
        };
        foreach (var method in _methods)
        {
            var operation = Operation("receive", method.Name, ContractTexts.Of(method), Frames.AnswerOf(method));
            operation["x-refusals"] = new JsonArray([.. ContractTexts.CodesOf(method).Select(code => JsonValue.Create(code))]);
            operations[method.Name] = operation;
        }
        foreach (var callback in _events)
            operations[callback.Name] = Operation("send", callback.Name, ContractTexts.Of(callback));
        return operations;
    }

    private static JsonObject Operation(string action, string message, string description, string? answer = null)
    {
        var operation = new JsonObject
        {
            ["action"] = action,
            ["channel"] = Reference("channels", Channel),
            ["description"] = description,
            ["messages"] = new JsonArray(Reference("channels", Channel, "messages", message)),
        };
        if (answer is not null)
        {
            operation["reply"] = new JsonObject
            {
                ["channel"] = Reference("channels", Channel),
                ["messages"] = new JsonArray(Reference("channels", Channel, "messages", answer)),
            };
        }
        return operation;
    }

    private static JsonObject SecuritySchemes() => new()
    {
        ["header"] = new JsonObject
        {
            ["type"] = "http",
            ["scheme"] = "bearer",
            ["bearerFormat"] = "JWT",
            ["description"] = "The access token of the user, in the header Authorization of the upgrade.",
        },
        ["query"] = new JsonObject
        {
            ["type"] = "httpApiKey",
            ["name"] = "access_token",
            ["in"] = "query",
            ["description"] = "The same token in the query, for browsers, which cannot set a header on a WebSocket.",
        },
    };
}
