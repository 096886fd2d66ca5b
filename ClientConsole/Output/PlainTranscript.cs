using Spectre.Console;

namespace SignalRChat.ClientConsole.Output;

/// <summary>For scripts: messages to standard output, everything else to standard error, no colours, no wrapping.</summary>
internal sealed class PlainTranscript(TextWriter output, TextWriter error) : ITranscript
{
    private readonly Lock _lock = new();

    public void Message(string markup) => Write(output, markup);

    public void State(string markup) => Write(error, markup);

    public void Error(string markup) => Write(error, markup);

    private void Write(TextWriter writer, string markup)
    {
        lock (_lock)
        {
            writer.WriteLine(Markup.Remove(markup));
            writer.Flush();
        }
    }
}
