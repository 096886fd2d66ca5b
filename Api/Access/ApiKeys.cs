using System.Security.Cryptography;
using System.Text;

namespace SignalRChat.Api.Access;

/// <summary>The configured keys. Only their hashes are known here.</summary>
internal sealed class ApiKeys(IOptions<ApiOptions> options)
{
    private readonly (string Name, byte[] Hash, string[] Scopes)[] _keys =
    [
        .. from key in options.Value.Keys
           from hash in key.Value.Sha256
           select (key.Key, Convert.FromHexString(hash), key.Value.Scopes),
    ];

    /// <summary>The name and the scopes of a key; null if there is no such key. Takes the same time for every key.</summary>
    public (string Name, string[] Scopes)? Find(string presented)
    {
        var hash = SHA256.HashData(Encoding.UTF8.GetBytes(presented));
        (string, string[])? found = null;
        foreach (var (name, known, scopes) in _keys)
        {
            if (CryptographicOperations.FixedTimeEquals(hash, known))
                found = (name, scopes);
        }
        return found;
    }
}
