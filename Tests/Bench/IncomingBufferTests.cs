using SignalRChat.Bench.Load;

namespace SignalRChat.Tests.Bench;

public sealed class IncomingBufferTests
{
    private readonly IncomingBuffer _buffer = new();

    [Fact]
    public void What_was_kept_stays_in_front_of_what_comes()
    {
        Receive("hello "u8);
        _buffer.Keep(4);
        Receive("world"u8);
        Assert.Equal("llo world"u8, _buffer.Unread);
    }

    [Fact]
    public void A_record_larger_than_the_buffer_makes_it_grow()
    {
        var record = new byte[100_000];
        new Random(1).NextBytes(record);
        Receive(record);
        Assert.Equal(record, _buffer.Unread);
    }

    [Fact]
    public void A_long_stream_of_small_records_does_not_make_it_grow()
    {
        var size = _buffer.Space().Length;
        for (var i = 0; i < 10_000; i++)
        {
            Receive("some bytes of a record"u8);
            _buffer.Keep(10);
        }

        _buffer.Keep(0);
        Assert.Equal(size, _buffer.Space().Length);
    }

    private void Receive(ReadOnlySpan<byte> bytes)
    {
        while (!bytes.IsEmpty)
        {
            var space = _buffer.Space().Span;
            var count = Math.Min(space.Length, bytes.Length);
            bytes[..count].CopyTo(space);
            _buffer.Wrote(count);
            bytes = bytes[count..];
        }
    }
}
