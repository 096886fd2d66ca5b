namespace SignalRChat.Testing.History;

/// <summary>A text begins with a word that begins no other text of the run. Letters fill the rest.</summary>
internal static class MessageText
{
    public static string Make(string token, int length) => $"{token} {new string('.', Math.Max(0, length - token.Length - 1))}";

    public static string Token(string text) => text.IndexOf(' ') is var end and >= 0 ? text[..end] : text;
}
