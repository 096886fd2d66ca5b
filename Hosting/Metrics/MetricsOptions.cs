using SignalRChat.Hosting.Settings;

namespace SignalRChat.Hosting.Metrics;

internal sealed class MetricsOptions : ICheckedOptions
{
    public const string SectionName = "Metrics";

    /// <summary>
    /// A separate address for the metrics, as <c>http://*:9464</c>. Any client that can connect to it may read them, so no proxy
    /// should lead there. Default null: then the server's own address provides them, to this machine only.
    /// </summary>
    public string? Url { get; set; }

    public IEnumerable<string> Problems()
    {
        if (Url is not null && !ListenAddress.IsPlainHttp(Url))
        {
            yield return $"{SectionName}:{nameof(Url)} is '{Url}'; expected http, an address and a port, such as "
                + "http://127.0.0.1:9464 or http://*:9464.";
        }
    }
}
