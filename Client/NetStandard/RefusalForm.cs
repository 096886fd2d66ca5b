using System.Text.RegularExpressions;

namespace System.Text.RegularExpressions
{
    /// <summary>.NET makes the expression at compile time; here the attribute has no effect.</summary>
    [AttributeUsage(AttributeTargets.Method)]
    internal sealed class GeneratedRegexAttribute(string pattern, RegexOptions options) : Attribute
    {
        public string Pattern { get; } = pattern;

        public RegexOptions Options { get; } = options;
    }
}

namespace SignalRChat.Client.Internal
{
    internal static partial class ChatError
    {
        private static readonly Regex _refusal = new(Form, RegexOptions.Singleline | RegexOptions.CultureInvariant);

        private static partial Regex Refusal() => _refusal;
    }
}
