using System.Buffers;
using System.Reflection;
using System.Text.Json;
using Microsoft.AspNetCore.Http.Metadata;
using SignalRChat.Services.Events;
using JsonOptions = Microsoft.AspNetCore.Http.Json.JsonOptions;

namespace SignalRChat.Api.Events;

/// <summary>A page as lines of JSON: one for each update of a room, and the cursor in the last one.</summary>
internal sealed class EventLines(EventPage page) : IResult, IEndpointMetadataProvider
{
    private const string MediaType = "application/x-ndjson";

    public static void PopulateMetadata(MethodInfo method, EndpointBuilder builder) => builder.Metadata.Add(
        new ProducesResponseTypeMetadata(StatusCodes.Status200OK, typeof(GetUpdatesResult), [MediaType]));

    public async Task ExecuteAsync(HttpContext httpContext)
    {
        var json = httpContext.RequestServices.GetRequiredService<IOptions<JsonOptions>>().Value.SerializerOptions;
        var lines = new ArrayBufferWriter<byte>();
        foreach (var update in page.Updates)
            Write(lines, update, json);
        Write(lines, new EventsEnd($"{page.Cursor}", page.HasMore), json);
        httpContext.Response.ContentType = MediaType;
        httpContext.Response.ContentLength = lines.WrittenCount;
        await httpContext.Response.Body.WriteAsync(lines.WrittenMemory, httpContext.RequestAborted);
    }

    /// <summary>The data of an app is written as it came: a line end between two of its values is a space here.</summary>
    private static void Write<T>(ArrayBufferWriter<byte> lines, T line, JsonSerializerOptions json)
    {
        var text = JsonSerializer.SerializeToUtf8Bytes(line, json);
        text.AsSpan().Replace((byte)'\n', (byte)' ');
        text.AsSpan().Replace((byte)'\r', (byte)' ');
        lines.Write(text);
        lines.Write("\n"u8);
    }
}

/// <summary>The last line of a page of all rooms.</summary>
/// <param name="Cursor">The next <c>after</c>.</param>
/// <param name="HasMore">Whether to ask again at once.</param>
internal sealed record EventsEnd(string Cursor, bool HasMore);
