using System.Text.RegularExpressions;
using Microsoft.AspNetCore.Http.Connections;

namespace SignalRChat.ClientConsole.Settings;

/// <summary>The settings from the command line, the environment and the settings files.</summary>
internal sealed record ConsoleSettings
{
    public required Uri Url { get; init; }

    public string? Token { get; init; }

    public required string Name { get; init; }

    /// <summary>The folder for guests between runs; null to connect as a new guest.</summary>
    public string? GuestFolder { get; init; }

    public required string Room { get; init; }

    public ChatProtocol Protocol { get; init; }

    public HttpTransportType Transports { get; init; }

    public bool IsJson { get; init; }

    /// <summary>How long a script tolerates a missing connection.</summary>
    public TimeSpan ConnectTimeout { get; init; }

    public bool NoColor { get; init; }

    public bool IsVerbose { get; init; }

    public long? After { get; init; }

    public Wait Wait { get; init; } = new();
}

/// <summary>The conditions that end a script.</summary>
internal sealed record Wait
{
    /// <summary>Only messages whose text matches this count.</summary>
    public Regex? For { get; init; }

    public int? Count { get; init; }

    public TimeSpan? Timeout { get; init; }

    public bool IsAsked => For is not null || Count is not null;
}
