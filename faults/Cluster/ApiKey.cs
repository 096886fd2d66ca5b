using System.Security.Cryptography;
using System.Text;

namespace SignalRChat.Faults.Cluster;

/// <summary>The key of this run's backends. The servers know its hash.</summary>
internal sealed class ApiKey
{
    private const string Section = "Api:Keys:faults";

    private static readonly string[] _scopes = ["rooms", "messages", "users", "read"];

    public string Value { get; } = Convert.ToHexStringLower(RandomNumberGenerator.GetBytes(32));

    /// <summary>Provides the servers with the hash of the key and its scopes.</summary>
    public IReadOnlyDictionary<string, string> Settings => _scopes
        .Select((scope, index) => KeyValuePair.Create($"{Section}:Scopes:{index}", scope))
        .Append(KeyValuePair.Create($"{Section}:Sha256:0", Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(Value)))))
        .ToDictionary();
}
