namespace SignalRChat.Bench.Shapes;

/// <summary>What the table compares. Each figure of a cell has one value for each server and round.</summary>
internal enum Figure
{
    Cpu,
    P50,
    P99,
    Deliveries,
    Acks,
    Bytes,
    Garbage,
    Memory,
    IdleCpu,
    ConnectCpu,
    Connects,
    GeneratorCpu,
}

/// <summary>How the table shows a figure.</summary>
internal sealed record FigureText(string Name, string Unit, string Format = "0.##", double Divisor = 1, bool IsMoreBetter = false)
{
    public static FigureText Of(Figure figure) => figure switch
    {
        Figure.Cpu => new("CPU a delivery", "µs"),
        Figure.P50 => new("p50, send to receipt", "ms", "0.0"),
        Figure.P99 => new("p99, send to receipt", "ms", "0.0"),
        Figure.Deliveries => new("deliveries a second", "k/s", "0.0", 1_000, IsMoreBetter: true),
        Figure.Acks => new("acked sends a second", "/s", "0", IsMoreBetter: true),
        Figure.Bytes => new("bytes a delivery", "B", "0"),
        Figure.Garbage => new("garbage a send", "KB", "0.0", 1_024),
        Figure.Memory => new("memory of a connection", "KB", "0.0"),
        Figure.IdleCpu => new("CPU of all", "core", "0.000"),
        Figure.ConnectCpu => new("CPU a connect", "µs", "0"),
        Figure.Connects => new("connects a second", "/s", "0", IsMoreBetter: true),
        _ => new("the generator's CPU", "µs"),
    };

    public string Show(double value) => $"{(value / Divisor).ToString(Format, System.Globalization.CultureInfo.InvariantCulture)} {Unit}";
}
