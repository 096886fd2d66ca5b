using MessagePack;
using MessagePack.Formatters;
using MessagePack.Resolvers;

namespace SignalRChat.Hubs.Protocol;

/// <summary>
/// Writes a contract without the members that are null; the library writes every member of a map. Reads as the library does.
/// </summary>
internal abstract class SparseFormatter<T> : IMessagePackFormatter<T?>
    where T : class
{
    public void Serialize(ref MessagePackWriter writer, T? value, MessagePackSerializerOptions options)
    {
        if (value is null)
            writer.WriteNil();
        else
            Write(ref writer, value, options);
    }

    public T? Deserialize(ref MessagePackReader reader, MessagePackSerializerOptions options) =>
        StandardResolver.Instance.GetFormatterWithVerify<T?>().Deserialize(ref reader, options);

    protected static int Count(object? value) => value is null ? 0 : 1;

    protected static int Count(long? value) => value is null ? 0 : 1;

    protected abstract void Write(ref MessagePackWriter writer, T value, MessagePackSerializerOptions options);

    protected static void Write(ref MessagePackWriter writer, ReadOnlySpan<byte> name, string value)
    {
        writer.WriteString(name);
        writer.Write(value);
    }

    protected static void Write(ref MessagePackWriter writer, ReadOnlySpan<byte> name, long value)
    {
        writer.WriteString(name);
        writer.Write(value);
    }

    protected static void Write(ref MessagePackWriter writer, ReadOnlySpan<byte> name, bool value)
    {
        writer.WriteString(name);
        writer.Write(value);
    }

    protected static void Write<TValue>(
        ref MessagePackWriter writer, ReadOnlySpan<byte> name, TValue value, MessagePackSerializerOptions options)
    {
        writer.WriteString(name);
        options.Resolver.GetFormatterWithVerify<TValue>().Serialize(ref writer, value, options);
    }
}
