using System.Reflection;
using System.Text.Json.Nodes;

namespace SignalRChat.Tests.Contracts.AsyncApi;

/// <summary>The frames of the hub protocol, as messages of AsyncAPI.</summary>
internal static class Frames
{
    private const int Invocation = 1;
    private const int Completion = 3;
    private const int Ping = 6;
    private const int Close = 7;

    /// <summary>The answer of the methods that return nothing.</summary>
    private const string Done = "Done";

    public static string AnswerOf(MethodInfo method) => method.ReturnType.IsGenericType ? $"{method.Name}Answer" : Done;

    public static IEnumerable<string> Names(MethodInfo[] methods, MethodInfo[] events) => All(methods, events).Select(frame => frame.Key);

    public static JsonObject All(MethodInfo[] methods, MethodInfo[] events)
    {
        var frames = new JsonObject
        {
            ["Handshake"] = Frame("The handshake.", new()
            {
                ["protocol"] = new JsonObject { ["type"] = "string", ["enum"] = new JsonArray("json", "messagepack") },
                ["version"] = new JsonObject { ["const"] = 1 },
            }),
            ["HandshakeAnswer"] = Frame("Empty, or an error: then the server closes.", new() { ["error"] = Text() }, []),
            ["Ping"] = Frame("A sign of life.", new() { ["type"] = Type(Ping) }),
            ["Close"] = Frame(
                "The server closes the connection.",
                new()
                {
                    ["type"] = Type(Close),
                    ["error"] = Text(),
                    ["allowReconnect"] = new JsonObject
                    {
                        ["type"] = "boolean",
                        ["default"] = false,
                        ["description"] = "Whether the client should connect again.",
                    },
                },
                ["type"]),
            [Done] = Answer("The call is done, or it was refused.", new() { ["type"] = "null" }),
        };
        foreach (var method in methods)
        {
            frames[method.Name] = Call($"Calls `{method.Name}`.", method);
            if (method.ReturnType.IsGenericType)
            {
                var type = method.ReturnType.GetGenericArguments()[0];
                frames[AnswerOf(method)] = Answer($"Answers or refuses `{method.Name}`.", Schemas.Of(type));
            }
        }
        foreach (var callback in events)
            frames[callback.Name] = Invoke($"The event `{callback.Name}`.", callback);
        return frames;
    }

    private static JsonObject Call(string summary, MethodInfo method)
    {
        var frame = Invoke(summary, method);
        frame["correlationId"] = Number();
        var payload = frame["payload"]!;
        payload["properties"]!["invocationId"] = Text("The number of the call, which its answer repeats. Without one there is no answer.");
        return frame;
    }

    private static JsonObject Invoke(string summary, MethodInfo method) => Frame(summary, new()
    {
        ["type"] = Type(Invocation),
        ["target"] = new JsonObject { ["const"] = method.Name },
        ["arguments"] = new JsonObject
        {
            ["type"] = "array",
            ["minItems"] = 1,
            ["maxItems"] = 1,
            ["items"] = Schemas.Of(method.GetParameters().Single().ParameterType),
        },
    });

    private static JsonObject Answer(string summary, JsonObject result)
    {
        var frame = Frame(
            summary,
            new()
            {
                ["type"] = Type(Completion),
                ["invocationId"] = Text("The number of the call."),
                ["result"] = result,
                ["error"] = HubDocument.Reference("components", "schemas", Schemas.Refusal),
            },
            ["type", "invocationId"]);
        frame["correlationId"] = Number();
        return frame;
    }

    private static JsonObject Frame(string summary, JsonObject properties, string[]? required = null) => new()
    {
        ["summary"] = summary,
        ["payload"] = new JsonObject
        {
            ["type"] = "object",
            ["required"] = Schemas.Names(required ?? [.. properties.Select(property => property.Key)]),
            ["properties"] = properties,
        },
    };

    private static JsonObject Number() => new() { ["location"] = "$message.payload#/invocationId" };

    private static JsonObject Type(int value) => new() { ["const"] = value };

    private static JsonObject Text(string? description = null) => description is null
        ? new() { ["type"] = "string" }
        : new() { ["type"] = "string", ["description"] = description };
}
