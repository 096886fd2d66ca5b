using System.Diagnostics;
using Microsoft.AspNetCore.SignalR;
using Microsoft.Extensions.Time.Testing;
using SignalRChat.Contracts;
using SignalRChat.Hubs.Backplane;
using SignalRChat.Services.Log;

namespace SignalRChat.Tests.Hubs.Backplane;

public sealed class OriginProtocolTests
{
    private static readonly TimeSpan _flight = TimeSpan.FromMilliseconds(5);

    private readonly FakeTimeProvider _time = new();
    private readonly OriginProtocol _protocol = new();

    [Fact]
    public void The_time_and_the_traces_of_a_commit_reach_the_other_node()
    {
        var trace = new ActivityContext(ActivityTraceId.CreateRandom(), ActivitySpanId.CreateRandom(), ActivityTraceFlags.Recorded);
        var sent = OriginProtocol.Of(Frame(new(_time.GetTimestamp(), CommitPath.Local) { Traces = [trace, trace] }), _time);
        _time.Advance(_flight);

        var received = Assert.Single(_protocol.Read(Wire(OriginProtocol.ProtocolName, sent), _time));

        Assert.Equal((CommitPath.Backplane, _flight), (received.Path, _time.GetElapsedTime(received.At)));
        Assert.Equal(2, received.Traces!.Length);
        Assert.All(received.Traces, one => Assert.Equal(
            (trace.TraceId, trace.SpanId, ActivityTraceFlags.Recorded, true), (one.TraceId, one.SpanId, one.TraceFlags, one.IsRemote)));
    }

    [Fact]
    public void A_commit_without_a_trace_has_only_its_time()
    {
        var sent = OriginProtocol.Of(Frame(new(_time.GetTimestamp(), CommitPath.Local)), _time);

        Assert.Equal(8, sent.Length);
        Assert.Null(Assert.Single(_protocol.Read(Wire(OriginProtocol.ProtocolName, sent), _time)).Traces);
    }

    [Theory]
    [InlineData("origin", "")]
    [InlineData("origin", "00000000000000")]
    [InlineData("origin", "ffffffffffffffff")]
    [InlineData("messagepack", "00")]
    public void What_another_version_sends_gives_no_commit(string protocol, string bytes) =>
        Assert.Empty(_protocol.Read(Wire(protocol, Convert.FromHexString(bytes)), _time));

    /// <summary>Each try costs an exception.</summary>
    [Fact]
    public void After_an_update_of_a_node_without_times_none_is_read_for_a_second()
    {
        var sent = Wire(OriginProtocol.ProtocolName, OriginProtocol.Of(Frame(new(_time.GetTimestamp(), CommitPath.Local)), _time));

        Assert.Empty(_protocol.Read(Wire("messagepack", [0]), _time));
        Assert.Empty(_protocol.Read(sent, _time));
        _time.Advance(TimeSpan.FromSeconds(1));
        Assert.Single(_protocol.Read(sent, _time));
    }

    private static UpdateFrame Frame(CommitOrigin commit) => new(new RoomUpdate { Room = "lobby" }) { Commits = [commit] };

    private static SerializedHubMessage Wire(string protocol, byte[] bytes) => new([new SerializedMessage(protocol, bytes)]);
}
