using System.Net;
using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;

namespace SignalRChat.Testing;

/// <summary>
/// A password and a certificate for one Redis server, and the settings that they require of server, clients and redis-cli.
/// </summary>
internal sealed class RedisSecurity
{
    public const string Password = "s3cret-of-the-test";

    private readonly TempDirectory _directory;

    public RedisSecurity(TempDirectory directory)
    {
        _directory = directory;
        using var key = RSA.Create(2048);
        var request = new CertificateRequest("CN=127.0.0.1", key, HashAlgorithmName.SHA256, RSASignaturePadding.Pkcs1);
        var names = new SubjectAlternativeNameBuilder();
        names.AddIpAddress(IPAddress.Loopback);
        names.AddDnsName("localhost");
        request.CertificateExtensions.Add(names.Build());
        request.CertificateExtensions.Add(new X509BasicConstraintsExtension(certificateAuthority: true, false, 0, critical: true));
        var now = TimeProvider.System.GetUtcNow();
        using var certificate = request.CreateSelfSigned(now.AddMinutes(-5), now.AddDays(1));
        File.WriteAllText(CertificateFile, certificate.ExportCertificatePem());
        File.WriteAllText(KeyFile, key.ExportPkcs8PrivateKeyPem());
    }

    public string ConnectionString => $",password={Password},ssl=true,sslHost=localhost";

    public Dictionary<string, string> Environment => new() { ["SERedis_IssuerCertPath"] = CertificateFile };

    public string[] ServerArguments =>
    [
        "--tls-cert-file", CertificateFile, "--tls-key-file", KeyFile, "--tls-ca-cert-file", CertificateFile,
        "--tls-auth-clients", "no", "--requirepass", Password,
    ];

    public string[] ClientArguments =>
        ["--tls", "--cacert", CertificateFile, "--sni", "localhost", "-h", "localhost", "--no-auth-warning", "-a", Password];

    private string CertificateFile => _directory.File("redis.crt");

    private string KeyFile => _directory.File("redis.key");
}
