using System.Buffers;
using System.Text;
using SignalRChat.Hubs.Transport.Budgets;

namespace SignalRChat.Tests.Hubs.Transport.Budgets;

/// <summary>Frames of the hub, and the WebSocket frames that carry them.</summary>
public sealed class FrameCountTests
{
    [Theory]
    [InlineData("", 0)]
    [InlineData("{}\u001e", 1)]
    [InlineData("{}\u001e{}\u001e{}\u001e", 3)]
    public void Frames_of_text_are_counted_by_their_ends(string taken, int frames) =>
        Assert.Equal(frames, FrameCount.Of(new ReadOnlySequence<byte>(Encoding.UTF8.GetBytes(taken)), isBinary: false));

    [Theory]
    [InlineData(new byte[] { }, 0)]
    [InlineData(new byte[] { 2, 0x91, 6 }, 1)]
    [InlineData(new byte[] { 2, 0x91, 6, 2, 0x91, 6, 1, 0x90 }, 3)]
    [InlineData(new byte[] { 0x82, 0x00, 0x91, 6, 2, 0x91, 6 }, 2)]
    [InlineData(new byte[] { 0xff, 0xff, 0xff, 0xff, 0xff, 1, 2 }, 1)]
    [InlineData(new byte[] { 100, 1 }, 1)]
    public void Frames_of_MessagePack_are_counted_by_their_lengths(byte[] taken, int frames) =>
        Assert.Equal(frames, FrameCount.Of(new ReadOnlySequence<byte>(taken), isBinary: true));

    /// <summary>All at once, and in pieces of every size, because a header may arrive in parts.</summary>
    [Fact]
    public void Frames_of_the_WebSocket_are_counted_in_whatever_pieces_they_come()
    {
        byte[][] frames =
        [
            WireFrame.Of(WireFrame.Ping),
            WireFrame.Of(WireFrame.Text, "hello", final: false),
            WireFrame.Of(WireFrame.Pong, new byte[125]),
            WireFrame.Of(WireFrame.Continuation, new byte[126]),
            WireFrame.Of(WireFrame.Binary, new byte[40_000]),
            [0x82, 0xff, 0, 0, 0, 0, 0, 1, 0, 0, 1, 2, 3, 4, .. new byte[65_536]],
            [0x81, 0],
            [0x81, 3, 1, 2, 3],
            WireFrame.Of(WireFrame.Text),
        ];
        byte[] bytes = [.. frames.SelectMany(frame => frame)];

        foreach (var piece in (int[])[1, 2, 3, 5, 7, 125, 4096, bytes.Length])
        {
            var headers = default(FrameHeaders);
            Assert.Equal((piece, frames.Length), (piece, bytes.Chunk(piece).Sum(chunk => headers.Count(chunk))));
        }
    }

    [Fact]
    public void A_frame_of_any_length_is_passed_over()
    {
        var headers = default(FrameHeaders);

        Assert.Equal(1, headers.Count([0x82, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 1, 2, 3, 4]));
        Assert.Equal(0, headers.Count(new byte[100_000]));
    }
}
