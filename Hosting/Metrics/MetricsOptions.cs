namespace SignalRChat.Hosting.Metrics;

internal sealed class MetricsOptions
{
    public const string SectionName = "Metrics";

    /// <summary>
    /// An address of their own for the metrics, as <c>http://*:9464</c>: whoever can connect to it may read them, so no proxy
    /// should lead there. Default none: then the server's own address gives them, to this machine only.
    /// </summary>
    public string? Url { get; set; }
}
