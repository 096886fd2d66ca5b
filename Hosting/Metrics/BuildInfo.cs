using System.Diagnostics.Metrics;

namespace SignalRChat.Hosting.Metrics;

/// <summary><c>signalrchat_build_info</c>: always 1, with the version of this node as its label, so that a rolling update shows.</summary>
internal sealed class BuildInfo
{
    public BuildInfo(IMeterFactory meters) => meters.Create("SignalRChat.Hosting").CreateObservableGauge(
        "signalrchat.build_info",
        () => new Measurement<int>(1, new KeyValuePair<string, object?>("version", ProductVersion.Text)),
        description: "1, with the version of the server.");
}
