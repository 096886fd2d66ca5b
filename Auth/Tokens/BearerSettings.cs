using Microsoft.IdentityModel.Tokens;

namespace SignalRChat.Auth.Tokens;

/// <summary>
/// Validates the framework's section for tokens of an issuer before the framework uses it. The framework reads the section at the
/// first request, and some mistakes in it would disable a check.
/// </summary>
internal sealed class BearerSettings(IConfigurationSection section)
{
    public const string SectionName = "Authentication:Schemes:Bearer";

    /// <summary>Represents the section when the host validates options at start.</summary>
    internal sealed class AtStart;

    public string? Authority => section["Authority"];

    public string? MetadataAddress => section["MetadataAddress"];

    public bool HasIssuer => !string.IsNullOrEmpty(Authority) || !string.IsNullOrEmpty(MetadataAddress);

    public IConfigurationSection[] SigningKeys => [.. section.GetSection("SigningKeys").GetChildren()];

    public bool IsConfigured => HasIssuer || SigningKeys.Length > 0;

    public string[] Issuers => Values("ValidIssuer", "ValidIssuers");

    public string[] Audiences => Values("ValidAudience", "ValidAudiences");

    public string? this[string name] => section[name];

    /// <summary>
    /// The section's static keys are shared secrets (as <c>dotnet user-jwts</c> creates them); only they add the shared-secret algorithms.
    /// </summary>
    public string[] Algorithms => SigningKeys.Length == 0
        ? JwtSetup.IssuerAlgorithms
        : [.. JwtSetup.IssuerAlgorithms, SecurityAlgorithms.HmacSha256, SecurityAlgorithms.HmacSha384, SecurityAlgorithms.HmacSha512];

    private string[] Values(string one, string many) =>
        [.. section.GetSection(many).GetChildren().Select(child => child.Value).Append(section[one]).OfType<string>()];
}
