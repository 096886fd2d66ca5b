namespace SignalRChat.Bench.Reports;

/// <summary>The machine of a measurement, and the other work that it has.</summary>
internal static class Machine
{
    public static string Describe()
    {
        var load = File.ReadAllText("/proc/loadavg").Split(' ');
        return $"{Environment.ProcessorCount} processors, load average {load[0]}, {load[1]}, {load[2]} before.";
    }
}
