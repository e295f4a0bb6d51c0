using System.Buffers.Text;
using System.Security.Cryptography;
using System.Text;
using System.Text.Json;
using Operon.Etcd.Objects;

namespace Operon.Etcd.Stores.Google;

/// <summary>A token for claims signed with the service account's key.</summary>
internal sealed class ServiceAccountToken(StoreHttp http, ServiceAccountKey key) : RenewedGoogleToken(http)
{
    private const string Scope = "https://www.googleapis.com/auth/devstorage.read_write";
    private const string DefaultEndpoint = "https://oauth2.googleapis.com/token";
    private static readonly TimeSpan _life = TimeSpan.FromHours(1);

    private string Endpoint => string.IsNullOrEmpty(key.TokenUri) ? DefaultEndpoint : key.TokenUri;

    protected override HttpRequestMessage Ask() => new(HttpMethod.Post, Endpoint)
    {
        Content = new FormUrlEncodedContent([new("grant_type", "urn:ietf:params:oauth:grant-type:jwt-bearer"), new("assertion", Assertion())]),
    };

    private string Assertion()
    {
        var now = Http.Time.GetUtcNow();
        var header = JsonSerializer.SerializeToUtf8Bytes(new JwtHeader("RS256", "JWT", key.PrivateKeyId), GoogleJson.Default.JwtHeader);
        var claims = JsonSerializer.SerializeToUtf8Bytes(
            new JwtClaims(key.ClientEmail!, Scope, Endpoint, now.ToUnixTimeSeconds(), (now + _life).ToUnixTimeSeconds()), GoogleJson.Default.JwtClaims);
        var text = $"{Base64Url.EncodeToString(header)}.{Base64Url.EncodeToString(claims)}";
        using var rsa = RSA.Create();
        try
        {
            rsa.ImportFromPem(key.PrivateKey);
        }
        catch (Exception e) when (e is ArgumentException or CryptographicException)
        {
            throw new InvalidSpecException("the private_key of the service account is not a PEM key");
        }

        return $"{text}.{Base64Url.EncodeToString(rsa.SignData(Encoding.ASCII.GetBytes(text), HashAlgorithmName.SHA256, RSASignaturePadding.Pkcs1))}";
    }
}
