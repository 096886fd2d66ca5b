using System.Text.Json.Nodes;
using Microsoft.AspNetCore.SignalR.Protocol;
using SignalRChat.Contracts;
using SignalRChat.Tests.Architecture;
using YamlDotNet.RepresentationModel;

namespace SignalRChat.Tests.Contracts.AsyncApi;

/// <summary>The description of the hub for programs is that of the contracts, and complete.</summary>
public sealed class AsyncApiTests
{
    private const string Update = "UPDATE_ASYNCAPI";
    private const string Committed = "docs/asyncapi.yaml";

    // A schema cannot state these: a size in bytes, a depth, and a number of members.
    private static readonly string[] _inWords =
        [nameof(ChatLimits.DataBytes), nameof(ChatLimits.DataDepth), nameof(ChatLimits.ReadCursorMembers)];

    private static readonly JsonObject _document = HubDocument.Describe();

    [Fact]
    public void The_committed_description_is_that_of_the_contracts()
    {
        var text = YamlText.Of(_document);
        if (Environment.GetEnvironmentVariable(Update) == "1")
            File.WriteAllText(SourceTree.PathOf(Committed), text);

        Assert.True(
            text == SourceTree.Read(Committed).ReplaceLineEndings("\n"),
            $"The contracts have changed: run {Update}=1 eng/test.sh --filter AsyncApiTests, and read the diff of {Committed}.");
    }

    [Fact]
    public void A_reader_of_YAML_reads_what_was_written()
    {
        var yaml = new YamlStream();
        yaml.Load(new StringReader(YamlText.Of(_document)));

        AssertSame(_document, Assert.Single(yaml.Documents).RootNode, "");
    }

    [Fact]
    public void Every_reference_leads_to_a_part_of_the_description()
    {
        var references = Parts(_document).Where(part => part.Name == "$ref").Select(part => $"{part.Value}").Distinct().ToArray();

        Assert.NotEmpty(references);
        Assert.All(references, reference =>
        {
            JsonNode? at = _document;
            foreach (var name in reference.Split('/').Skip(1))
                at = at?[name];
            Assert.True(at is not null, reference);
        });
    }

    [Fact]
    public void Every_method_is_received_with_its_refusals_and_every_event_is_sent()
    {
        var operations = _document["operations"]!;

        Assert.All(typeof(IChatHub).GetMethods(), method =>
        {
            var operation = operations[method.Name]!;
            Assert.Equal("receive", (string?)operation["action"]);
            Assert.Contains(ChatErrorCodes.InvalidArgument, operation["x-refusals"]!.AsArray().Select(code => (string?)code));
            Assert.NotNull(operation["reply"]);
        });
        Assert.All(typeof(IChatClient).GetMethods(), callback => Assert.Equal("send", (string?)operations[callback.Name]!["action"]));
        var send = operations[nameof(IChatHub.SendMessage)]!["x-refusals"]!.AsArray().Select(code => (string?)code);
        Assert.Superset(new HashSet<string?> { ChatErrorCodes.TextTooLong, ChatErrorCodes.RoomNotFound }, send.ToHashSet());
    }

    [Fact]
    public void Every_limit_that_the_comment_of_a_field_names_is_in_its_schema()
    {
        var fields = ContractTypes.All.Where(type => _document["components"]!["schemas"]![type.Name] is not null)
            .SelectMany(ContractTypes.Fields);
        var missing =
            from field in fields
            from limit in ContractTexts.LimitsIn(field)
            where !_inWords.Contains(limit.Name)
            let schema = _document["components"]!["schemas"]![field.DeclaringType!.Name]!["properties"]![ContractTypes.Key(field)!]!
            let value = limit.GetValue(null)!
            where !Parts(schema).Any(part => part.Name != "description" && $"{part.Value}" == $"{value}")
            select $"{field.DeclaringType!.Name}.{field.Name}: {limit.Name}";

        Findings.AssertNone(missing);
    }

    [Fact]
    public void The_frames_of_the_protocol_are_those_of_the_description()
    {
        var check = new SchemaCheck(_document);
        var frames = ProtocolDocumentTests.Frames.Select(frame => JsonNode.Parse(frame)!).ToArray();
        var methods = frames.Where(frame => frame["invocationId"] is not null && frame["target"] is not null)
            .ToDictionary(call => (string)call["invocationId"]!, call => (string)call["target"]!);

        Findings.AssertNone(frames.SelectMany(frame => check.Problems(frame, NameOf(frame))));
        // A check that finds nothing wrong would find nothing here either.
        var changed = JsonNode.Parse("""{"type":1,"target":"SendMessage","arguments":[{"room":"no such room","text":""}]}""")!;
        Assert.Equal(3, check.Problems(changed, nameof(IChatHub.SendMessage)).Count());

        string NameOf(JsonNode frame) => (int)frame["type"]! switch
        {
            HubProtocolConstants.InvocationMessageType => (string)frame["target"]!,
            HubProtocolConstants.CompletionMessageType => $"{methods[(string)frame["invocationId"]!]}Answer",
            HubProtocolConstants.PingMessageType => "Ping",
            _ => "Close",
        };
    }

    private static IEnumerable<(string Name, JsonNode? Value)> Parts(JsonNode? node) => node switch
    {
        JsonObject fields => fields.SelectMany(field => Parts(field.Value).Prepend((field.Key, field.Value))),
        JsonArray items => items.SelectMany(Parts),
        _ => [],
    };

    private static void AssertSame(JsonNode? expected, YamlNode actual, string path)
    {
        if (expected is JsonObject fields)
        {
            var mapping = Assert.IsType<YamlMappingNode>(actual);
            Assert.Equal(fields.Select(field => field.Key), mapping.Children.Keys.Select(key => $"{key}"));
            foreach (var (name, value) in fields)
                AssertSame(value, mapping.Children[new YamlScalarNode(name)], $"{path}/{name}");
        }
        else if (expected is JsonArray items)
        {
            var sequence = Assert.IsType<YamlSequenceNode>(actual);
            Assert.Equal(items.Count, sequence.Children.Count);
            foreach (var (index, item) in items.Index())
                AssertSame(item, sequence.Children[index], $"{path}/{index}");
        }
        else
        {
            Assert.Equal($"{path} {expected?.ToString() ?? "null"}", $"{path} {((YamlScalarNode)actual).Value}");
        }
    }
}
