using System.CommandLine;
using System.Globalization;
using SignalRChat.Bench.Wire;
using SignalRChat.Contracts;

namespace SignalRChat.Bench.Commands;

/// <summary>Options that several commands share, so that each has the same meaning everywhere.</summary>
internal static class BenchOptions
{
    public static Option<int> Number(string name, int value, string description, int least = 1, int most = 20_000) => new(name)
    {
        Description = description,
        DefaultValueFactory = _ => value,
        CustomParser = given =>
        {
            if (int.TryParse(given.Tokens[0].Value, NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out var number) &&
                number >= least && number <= most)
            {
                return number;
            }

            given.AddError($"{name} is {given.Tokens[0].Value}; expected {least} to {most}.");
            return value;
        },
    };

    /// <summary>
    /// Only this machine takes a load. On another machine it would be an attack, and its figures would measure the network.
    /// </summary>
    public static Option<Uri?> Url() => new("--url")
    {
        Description = "A chat server running on this machine with guests switched on, such as http://127.0.0.1:5000. " +
            "Without it a server is started.",
        CustomParser = given =>
        {
            if (Uri.TryCreate(given.Tokens[0].Value, UriKind.Absolute, out var url)
                && url is { IsLoopback: true, Scheme: "http" or "https" })
            {
                return url;
            }

            given.AddError($"--url is {given.Tokens[0].Value}; expected an http address of this machine, such as http://127.0.0.1:5000.");
            return null;
        },
    };

    public static Option<string> Protocol(string value, params string[] more)
    {
        var option = new Option<string>("--protocol") { Description = "The hub protocol.", DefaultValueFactory = _ => value };
        option.AcceptOnlyFromAmong(["json", "messagepack", .. more]);
        return option;
    }

    public static Option<int> TextLength(int value = 100) =>
        Number(
            "--text-length", value, "Characters in a message's text, at most what the server takes.",
            SendTemplate.MinTextLength, ChatLimits.TextLength);

    public static Option<int> Warmup(int seconds) =>
        Number("--warmup", seconds, "Seconds of the same load before anything is measured.", most: 3_600);

    public static Option<int> Duration(int seconds) => Number("--duration", seconds, "Seconds of a measured window.", most: 3_600);

    public static Option<int> Rounds() => Number("--rounds", 3, "Rounds, each with fresh servers; the median of their ratios counts.");

    public static Option<int> Windows() => Number("--windows", 2, "Measured windows for each server and load in a round, taken in turns.");

    public static Option<FileInfo?> Json() => new("--json") { Description = "Write the figures to this file too." };

    public static Option<string> Postgres() => new("--postgres")
    {
        Description = "The database of the chat server's nodes, in Npgsql's form. Rooms are new in each run, so that it may hold others.",
        Required = true,
    };

    /// <summary>For commands that also work without PostgreSQL.</summary>
    public static Option<string?> PostgresInstead() => new("--postgres")
    {
        Description = "The chat server keeps its messages in this database, in Npgsql's form, and not in SQLite. " +
            "Rooms are new in each run.",
    };

    public static Option<string> ServerDll() => new("--server-dll")
    {
        Description = "SignalRChat.dll of the server to start; by default the one built beside this program in the same configuration.",
        DefaultValueFactory = _ => ServerProgram.BuiltFile,
    };

    public static Option<string> DataParent() => new("--data")
    {
        Description = "The folder in which a started server's data folder is made. " +
            "Its disk is what commits wait for; on a RAM disk they wait for nothing.",
        DefaultValueFactory = _ => Path.GetTempPath(),
    };
}
