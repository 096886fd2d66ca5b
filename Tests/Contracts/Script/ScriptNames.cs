using System.Text.Json;
using SignalRChat.Contracts;

namespace SignalRChat.Tests.Contracts.Script;

/// <summary>The JavaScript names of the contracts' parts.</summary>
internal static class ScriptNames
{
    private static readonly Dictionary<string, string> _constants = new()
    {
        [nameof(ChatErrorCodes)] = "errorCodes",
        [nameof(SessionEndCodes)] = "sessionEndCodes",
        [nameof(RoomRemovalCodes)] = "roomRemovalCodes",
        [nameof(RoomRoles)] = "roomRoles",
        [nameof(MessageKinds)] = "messageKinds",
        [nameof(ChatLimits)] = "limits",
        [nameof(ChatPaths)] = "paths",
        [nameof(IChatHub)] = "ChatHub",
        [nameof(IChatClient)] = "ChatHubEvents",
    };

    public static string OfType(string name) => _constants.GetValueOrDefault(name, name);

    public static string Camel(string name) => JsonNamingPolicy.CamelCase.ConvertName(name);

    /// <summary>In JavaScript a time span is a number of milliseconds, and its name says so.</summary>
    public static string OfConstant(string name, object value) => Camel(name) + (value is TimeSpan ? "Ms" : "");

    public static string OfValue(object value) => value switch
    {
        string text => $"'{text.Replace("\\", "\\\\", StringComparison.Ordinal).Replace("'", "\\'", StringComparison.Ordinal)}'",
        int number => $"{number}",
        TimeSpan span => $"{(long)span.TotalMilliseconds}",
        _ => throw new InvalidDataException($"There is no form in JavaScript yet for {value.GetType().Name}."),
    };
}
