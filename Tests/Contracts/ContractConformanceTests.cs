using System.Text.Json.Nodes;
using Microsoft.AspNetCore.SignalR.Protocol;
using SignalRChat.Contracts;
using SignalRChat.Tests.Architecture;

namespace SignalRChat.Tests.Contracts;

public sealed class ContractConformanceTests
{
    public static IEnumerable<object[]> TypesInBothProtocols =>
        from type in ContractTypes.All
        from protocol in new[] { "json", "messagepack" }
        select new object[] { type.Name, protocol };

    public static TheoryData<string> Types => new(ContractTypes.All.Select(type => type.Name));

    [Theory]
    [MemberData(nameof(TypesInBothProtocols))]
    public void A_filled_contract_comes_back_field_by_field(string type, string protocol)
    {
        var sent = ContractSample.Filled(ContractTypes.Named(type));
        var wire = ServerProtocol.Named(protocol);

        Findings.AssertNone(ContractDifference.Between(sent, wire.SendAsArgument(sent), type));
        Findings.AssertNone(ContractDifference.Between(sent, wire.SendAsResult(sent), type));
    }

    [Theory]
    [MemberData(nameof(TypesInBothProtocols))]
    public void An_empty_contract_comes_back_field_by_field(string type, string protocol)
    {
        var sent = Activator.CreateInstance(ContractTypes.Named(type))!;
        var wire = ServerProtocol.Named(protocol);

        Findings.AssertNone(ContractDifference.Between(sent, wire.SendAsArgument(sent), type));
        Findings.AssertNone(ContractDifference.Between(sent, wire.SendAsResult(sent), type));
    }

    [Theory]
    [MemberData(nameof(Types))]
    public void Both_protocols_carry_the_same_names_and_values(string type)
    {
        var contract = ContractTypes.Named(type);
        foreach (var sample in new[] { ContractSample.Filled(contract), Activator.CreateInstance(contract)! })
        {
            var json = ArgumentOnTheWire("json", sample);
            var messagePack = ArgumentOnTheWire("messagepack", sample);

            // MessagePack has nil for what only requests leave null, and for the limits, which a server never does. A JSON object is text.
            var mayBeNil = type.EndsWith("Request", StringComparison.Ordinal) || type == nameof(JoinRoomResult);
            var received = mayBeNil ? WithoutNulls(messagePack) : JsonNode.Parse(messagePack)!.ToJsonString();
            Assert.Equal(WithJsonAsText(contract, json), received);
        }
    }

    [Theory]
    [InlineData("json")]
    [InlineData("messagepack")]
    public void A_field_of_a_message_that_is_null_is_not_sent(string protocol)
    {
        var bare = ContractSample.Filled(typeof(RoomUpdate)) as RoomUpdate;
        var message = bare!.Messages[0] with
        {
            EditedAt = null,
            DeletedAt = null,
            ReplyTo = null,
            Kind = null,
            Data = null,
            Mentions = null,
            DeletedBy = null,
            Event = null,
        };

        var reply = message with { ReplyTo = "m-1", Event = new() { Type = "t" } };
        var sent = ArgumentOnTheWire(protocol, bare with { Messages = [message, reply], Members = [new()], Info = null });

        Assert.DoesNotContain("null", sent, StringComparison.Ordinal);
        foreach (var name in (string[])["editedAt", "deletedAt", "kind", "data", "mentions", "deletedBy", "by", "mutedUntil", "left"])
            Assert.DoesNotContain($"\"{name}\"", sent, StringComparison.Ordinal);
        Assert.Equal(2, sent.Split("replyTo").Length);
        object[] without =
        [
            bare with { Messages = [message], Reactions = null, Members = null, Info = null },
            new GetUpdatesResult { Messages = [message] },
            new GetHistoryResult { Messages = [message] },
        ];
        foreach (var name in (string[])["reactions", "members", "info"])
            Assert.All(without, one => Assert.DoesNotContain(name, ArgumentOnTheWire(protocol, one), StringComparison.Ordinal));
        var info = ArgumentOnTheWire(protocol, new RoomUpdate { Info = new() });
        foreach (var name in (string[])["null", "title", "data", "maxMembers", "retentionDays", "archivedAt"])
            Assert.DoesNotContain(name, info, StringComparison.Ordinal);
    }

    [Theory]
    [MemberData(nameof(Types))]
    public void No_contract_has_a_null_in_JSON(string type)
    {
        var json = ArgumentOnTheWire("json", Activator.CreateInstance(ContractTypes.Named(type))!);

        Assert.DoesNotContain("null", json, StringComparison.Ordinal);
    }

    [Theory]
    [MemberData(nameof(TypesInBothProtocols))]
    public void A_field_that_is_not_known_is_passed_over(string type, string protocol)
    {
        var call = ServerProtocol.Named(protocol).Call("""{"addedLater":{"deep":[1,"two",null]}}""");

        Findings.AssertNone(DifferencesFromDefaults(type, protocol, call));
    }

    [Theory]
    [MemberData(nameof(TypesInBothProtocols))]
    public void A_field_that_is_missing_gets_its_default(string type, string protocol)
    {
        var call = ServerProtocol.Named(protocol).Call("{}");

        Findings.AssertNone(DifferencesFromDefaults(type, protocol, call));
    }

    [Fact]
    public void There_are_contracts_to_test() => Assert.InRange(ContractTypes.All.Count, 20, 200);

    private static string ArgumentOnTheWire(string protocol, object value)
    {
        var wire = ServerProtocol.Named(protocol);
        var message = JsonNode.Parse(wire.ToJson(wire.Write(new InvocationMessage("Method", [value]))))!;
        return (protocol == "json" ? message["arguments"]! : message[4]!)[0]!.ToJsonString();
    }

    private static string WithJsonAsText(Type contract, string json)
    {
        var record = JsonNode.Parse(json)!.AsObject();
        WithJsonAsText(contract, record);
        return record.ToJsonString();
    }

    private static void WithJsonAsText(Type contract, JsonObject record)
    {
        foreach (var field in ContractTypes.Fields(contract))
        {
            var (name, type) = (ContractTypes.JsonName(field), field.PropertyType);
            if (record[name] is not { } value)
                continue;
            if (ContractTypes.IsJson(field))
                record[name] = value.ToJsonString();
            else if (value is JsonArray items && ContractTypes.All.Contains(type.GetElementType()))
                Assert.All(items, item => WithJsonAsText(type.GetElementType()!, item!.AsObject()));
            else if (value is JsonObject inner)
                WithJsonAsText(type, inner);
        }
    }

    private static string WithoutNulls(string json)
    {
        var fields = JsonNode.Parse(json)!.AsObject();
        foreach (var name in fields.Where(field => field.Value is null).Select(field => field.Key).ToArray())
            fields.Remove(name);
        return fields.ToJsonString();
    }

    private static IEnumerable<string> DifferencesFromDefaults(string type, string protocol, byte[] call)
    {
        var contract = ContractTypes.Named(type);
        var message = ServerProtocol.Named(protocol).Read(call, new ServerProtocol.OneTypeBinder(contract));
        var received = Assert.Single(Assert.IsType<InvocationMessage>(message).Arguments);
        return ContractDifference.Between(Activator.CreateInstance(contract), received, type);
    }
}
