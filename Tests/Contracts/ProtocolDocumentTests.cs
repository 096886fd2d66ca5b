using System.Text;
using System.Text.Json.Nodes;
using System.Text.RegularExpressions;
using Microsoft.AspNetCore.SignalR;
using Microsoft.AspNetCore.SignalR.Protocol;
using SignalRChat.Contracts;
using SignalRChat.Tests.Architecture;
using SignalRChat.Tests.Contracts.AsyncApi;

namespace SignalRChat.Tests.Contracts;

/// <summary>docs/protocol.md must be correct, because it is all that the author of a client needs.</summary>
public sealed partial class ProtocolDocumentTests
{
    private static readonly string _document = SourceTree.Read("docs/protocol.md");

    private static readonly string _refusals = _document.Split("The server can reject each method")[1].Split("\n\n")[1];

    /// <summary>The frames of the document, without the handshake.</summary>
    internal static IReadOnlyList<string> Frames { get; } =
    [
        .. Frame().Matches(_document)
            .Select(match => match.Groups[1].Value)
            .Where(frame => frame.Contains("\"type\"", StringComparison.Ordinal)),
    ];

    [Fact]
    public void Every_frame_is_one_that_the_contract_would_write()
    {
        var wire = ServerProtocol.Named("json");
        var binder = new DocumentBinder(Frames);

        Assert.InRange(Frames.Count, 10, 100);
        Assert.All(Frames, frame =>
        {
            var message = wire.Read(Encoding.UTF8.GetBytes(frame + '\u001e'), binder);
            if (message is InvocationMessage { Arguments: var arguments })
                Assert.DoesNotContain(null, arguments);
            AssertHolds(JsonNode.Parse(frame)!, JsonNode.Parse(wire.ToJson(wire.Write(message)))!);
        });
    }

    [Fact]
    public void Every_name_on_the_wire_is_explained()
    {
        var codes = new[] { typeof(ChatErrorCodes), typeof(SessionEndCodes), typeof(RoomRemovalCodes) }
            .SelectMany(type => ContractTypes.Constants(type).Values);
        var methods = new[] { typeof(IChatHub), typeof(IChatClient) }.SelectMany(type => type.GetMethods()).Select(method => method.Name);

        Assert.All(codes.Concat(methods), name => Assert.Contains($"`{name}`", _document));
    }

    [Fact]
    public void Every_method_is_listed_with_its_refusals()
    {
        var rows = _refusals.Split('\n').Select(line => line.Split('|')).ToList();
        var general = Names(rows.Single(row => row[1].Trim() == "every method")[2]);
        Assert.All(typeof(IChatHub).GetMethods(), method =>
        {
            var own = rows.Where(row => Names(row[1]).Contains(method.Name)).SelectMany(row => Names(row[2])).ToList();
            if (own.Contains(ChatErrorCodes.NotAMember))
                own.Add(ChatErrorCodes.RoomNotFound);
            var codes = own.Concat(general).Distinct().Order(StringComparer.Ordinal);
            Assert.Equal((method.Name, string.Join(' ', codes)), (method.Name, string.Join(' ', ContractTexts.CodesOf(method))));
        });

        static string[] Names(string cell) => [.. Marked().Matches(cell).Select(match => match.Groups[1].Value)];
    }

    [Fact]
    public void Every_method_is_listed_with_all_its_fields()
    {
        Assert.All(typeof(IChatHub).GetMethods(), method =>
        {
            var row = _document.Split("## 5.")[0].Replace(_refusals, "", StringComparison.Ordinal).Split('\n')
                .Single(line => Regex.IsMatch(line, $@"^\|( `\w+`,)* `{method.Name}`(, `\w+`)* \|"));
            var types = method.GetParameters().Select(parameter => parameter.ParameterType).Concat(method.ReturnType.GetGenericArguments());
            Assert.All(types.SelectMany(ContractTypes.Fields), field =>
                Assert.Matches($@"`{ContractTypes.Key(field)}(\?|\[\])?`", row));
        });
    }

    /// <summary>
    /// The written frame has everything in the document's frame, with the same value. A request may leave fields out.
    /// </summary>
    private static void AssertHolds(JsonNode? documented, JsonNode? written)
    {
        if (documented is JsonObject fields)
            Assert.All(fields, field => AssertHolds(field.Value, written![field.Key]));
        else if (documented is JsonArray items)
            Assert.All(items.Index(), item => AssertHolds(item.Item, written![item.Index]));
        else
            Assert.Equal(documented?.ToJsonString(), written?.ToJsonString());
    }

    [GeneratedRegex("`([A-Za-z-]+)`")]
    private static partial Regex Marked();

    [GeneratedRegex(@"(?m)^[<>] (\{.*\})␞$")]
    private static partial Regex Frame();

    /// <summary>
    /// Finds the types of arguments by the methods' names, and those of answers by the calls in the document.
    /// </summary>
    private sealed class DocumentBinder(IReadOnlyList<string> frames) : IInvocationBinder
    {
        public IReadOnlyList<Type> GetParameterTypes(string methodName)
        {
            var method = (typeof(IChatHub).GetMethod(methodName) ?? typeof(IChatClient).GetMethod(methodName))!;
            return [.. method.GetParameters().Select(parameter => parameter.ParameterType)];
        }

        public Type GetReturnType(string invocationId)
        {
            var call = frames.Select(frame => JsonNode.Parse(frame)!)
                .Single(frame => (int)frame["type"]! == 1 && (string?)frame["invocationId"] == invocationId);
            return typeof(IChatHub).GetMethod((string)call["target"]!)!.ReturnType.GetGenericArguments().Single();
        }

        public Type GetStreamItemType(string streamId) => throw new NotSupportedException();
    }
}
