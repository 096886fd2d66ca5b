using System.Collections.Concurrent;
using System.Text;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Http;

namespace SignalRChat.Tests.Support;

/// <summary>A span as a node sent it, and the resource of that node.</summary>
internal sealed record TraceSpan(
    string Trace, string Id, string Parent, string Name, Dictionary<string, string> Tags, Dictionary<string, string> Resource);

/// <summary>A collector of OTLP over HTTP on loopback. It reads the spans.</summary>
internal sealed class TraceCollector : IAsyncDisposable
{
    private readonly WebApplication _app;
    private readonly ConcurrentQueue<TraceSpan> _spans = new();
    private readonly ConcurrentQueue<(string Path, byte[] Body)> _received = new();

    private TraceCollector(WebApplication app) => _app = app;

    /// <summary>The variables of the environment of a server that sends here, soon.</summary>
    public Dictionary<string, string> Settings => new()
    {
        ["OTEL_EXPORTER_OTLP_ENDPOINT"] = _app.Urls.First(),
        ["OTEL_EXPORTER_OTLP_PROTOCOL"] = "http/protobuf",
        ["OTEL_BSP_SCHEDULE_DELAY"] = "100",
        ["OTEL_BLRP_SCHEDULE_DELAY"] = "100",
        ["OTEL_METRIC_EXPORT_INTERVAL"] = "500",
    };

    public static async Task<TraceCollector> StartAsync()
    {
        var builder = WebApplication.CreateEmptyBuilder(new WebApplicationOptions());
        builder.WebHost.UseKestrelCore().UseUrls("http://127.0.0.1:0");
        var app = builder.Build();
        var collector = new TraceCollector(app);
        app.Run(collector.ReceiveAsync);
        await app.StartAsync();
        return collector;
    }

    public TraceSpan[] All() => [.. _spans];

    /// <summary>The paths of what was received, one for each signal.</summary>
    public string[] Paths() => [.. _received.Select(one => one.Path).Distinct().Order(StringComparer.Ordinal)];

    /// <summary>Whether anything that was received has this text, whatever the signal.</summary>
    public bool Has(string text) => _received.Any(one => one.Body.AsSpan().IndexOf(Encoding.UTF8.GetBytes(text)) >= 0);

    public ValueTask DisposeAsync() => _app.DisposeAsync();

    private async Task ReceiveAsync(HttpContext context)
    {
        using var body = new MemoryStream();
        await context.Request.Body.CopyToAsync(body);
        context.Response.ContentType = "application/x-protobuf";
        _received.Enqueue((context.Request.Path, body.ToArray()));
        if (context.Request.Path != "/v1/traces")
            return;
        foreach (var ofResource in Protobuf.All(body.ToArray(), 1))
            Keep(ofResource);
    }

    // ResourceSpans: the resource is field 1, the spans of each source are field 2 of field 2.
    private void Keep(byte[] ofResource)
    {
        var resource = Protobuf.All(ofResource, 1).SelectMany(one => Tags(one, 1)).ToDictionary();
        foreach (var span in Protobuf.All(ofResource, 2).SelectMany(ofSource => Protobuf.All(ofSource, 2)))
        {
            _spans.Enqueue(new(
                Hex(span, 1), Hex(span, 2), Hex(span, 4), Text(span, 5), new(Tags(span, 9)), resource));
        }
    }

    private static IEnumerable<KeyValuePair<string, string>> Tags(byte[] message, int field) =>
        from tag in Protobuf.All(message, field)
        from value in Protobuf.All(tag, 2)
        select KeyValuePair.Create(Text(tag, 1), Text(value, 1));

    private static string Hex(byte[] message, int field) =>
        Convert.ToHexStringLower(Protobuf.All(message, field).FirstOrDefault() ?? []);

    private static string Text(byte[] message, int field) =>
        Encoding.UTF8.GetString(Protobuf.All(message, field).FirstOrDefault() ?? []);
}

/// <summary>Reads the fields of a message that have a length: texts, bytes and messages.</summary>
internal static class Protobuf
{
    private const int Number = 0;
    private const int Fixed64 = 1;
    private const int WithLength = 2;
    private const int Fixed32 = 5;

    public static List<byte[]> All(byte[] message, int field)
    {
        var found = new List<byte[]>();
        for (var at = 0; at < message.Length;)
        {
            var key = ReadNumber(message, ref at);
            var length = (int)(key & 7) switch
            {
                Number => NumberLength(message, at),
                Fixed64 => sizeof(ulong),
                WithLength => (int)ReadNumber(message, ref at),
                Fixed32 => sizeof(uint),
                var other => throw new InvalidDataException($"A field of kind {other}."),
            };
            if ((int)(key >> 3) == field && (int)(key & 7) == WithLength)
                found.Add(message[at..(at + length)]);
            at += length;
        }
        return found;
    }

    private static ulong ReadNumber(byte[] message, ref int at)
    {
        var number = 0UL;
        for (var shift = 0; ; shift += 7)
        {
            var part = message[at++];
            number |= (ulong)(part & 0x7f) << shift;
            if (part < 0x80)
                return number;
        }
    }

    private static int NumberLength(byte[] message, int at)
    {
        var end = at;
        ReadNumber(message, ref end);
        return end - at;
    }
}
