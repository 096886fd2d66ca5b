namespace SignalRChat.Hosting.Metrics;

internal sealed class MetricsOptions
{
    public const string SectionName = "Metrics";

    /// <summary>
    /// A separate address for the metrics, as <c>http://*:9464</c>. Any client that can connect to it may read them, so no proxy
    /// should lead there. Default null: then the server's own address provides them, to this machine only.
    /// </summary>
    public string? Url { get; set; }
}
