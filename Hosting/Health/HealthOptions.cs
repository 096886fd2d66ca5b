using System.Net;

namespace SignalRChat.Hosting.Health;

/// <summary>The addresses that may read the node's health, besides this machine and private networks.</summary>
internal sealed class HealthOptions : ICheckedOptions, IReadOptions
{
    public const string SectionName = "Health";

    /// <summary>
    /// Public networks whose addresses may ask, as <c>35.191.0.0/16</c>; a list, or one value with commas between. Default empty.
    /// Only for health checks from a public address.
    /// </summary>
    public string[] AllowedNetworks { get; set; } = [];

    public IEnumerable<IPNetwork> Networks => AllowedNetworks.Select(ProxyOptions.NetworkOf).OfType<IPNetwork>();

    public void Read(IConfiguration configuration) =>
        AllowedNetworks = ConfiguredList.Read(configuration, $"{SectionName}:{nameof(AllowedNetworks)}");

    public IEnumerable<string> Problems() =>
        AllowedNetworks.Where(text => ProxyOptions.NetworkOf(text) is null).Select(text =>
            $"{SectionName}:{nameof(AllowedNetworks)} contains '{text}'; expected a network's first address and its bits, such as "
            + "35.191.0.0/16.");
}
