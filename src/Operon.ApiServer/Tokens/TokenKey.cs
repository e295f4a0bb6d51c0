using System.Buffers.Text;
using System.Security.Cryptography;
using System.Text;
using System.Text.Json;
using System.Text.Json.Nodes;
using Operon.ApiServer.Certificates;
using Operon.ApiServer.Storage;

namespace Operon.ApiServer.Tokens;

/// <summary>The ES256 key that signs service account tokens, and the JSON web key set that lets others check them.</summary>
internal sealed class TokenKey : IDisposable
{
    private readonly ECDsa _key;
    private readonly string _keyId;

    private TokenKey(ECDsa key)
    {
        _key = key;
        _keyId = Base64Url.EncodeToString(SHA256.HashData(key.ExportSubjectPublicKeyInfo()));
    }

    public static TokenKey Open(string? directory)
    {
        var key = ECDsa.Create(ECCurve.NamedCurves.nistP256);
        if (directory is not null)
        {
            var path = Path.Combine(directory, "sa.key");
            if (File.Exists(path))
            {
                key.ImportFromPem(File.ReadAllText(path));
            }
            else
            {
                PrivateFile.Write(path, key.ExportPkcs8PrivateKeyPem());
            }
        }

        return new TokenKey(key);
    }

    public string Sign(JsonObject claims)
    {
        var header = new JsonObject { ["alg"] = "ES256", ["kid"] = _keyId };
        var text = Base64Url.EncodeToString(JsonBytes.Encode(header)) + "." + Base64Url.EncodeToString(JsonBytes.Encode(claims));
        lock (_key)
        {
            return text + "." + Base64Url.EncodeToString(_key.SignData(Encoding.ASCII.GetBytes(text), HashAlgorithmName.SHA256));
        }
    }

    /// <summary>The claims of a token this key signed; null for everything else.</summary>
    public JsonObject? Verify(string token)
    {
        var parts = token.Split('.');
        if (parts.Length != 3 || Decode(parts[2]) is not { } signature || Decode(parts[1]) is not { } claims)
        {
            return null;
        }

        bool valid;
        lock (_key)
        {
            valid = _key.VerifyData(Encoding.ASCII.GetBytes(parts[0] + "." + parts[1]), signature, HashAlgorithmName.SHA256);
        }

        return valid ? JsonNode.Parse(claims) as JsonObject : null;
    }

    public JsonObject KeySet()
    {
        var point = _key.ExportParameters(false).Q;
        return new JsonObject
        {
            ["keys"] = new JsonArray(new JsonObject
            {
                ["use"] = "sig",
                ["kty"] = "EC",
                ["kid"] = _keyId,
                ["crv"] = "P-256",
                ["alg"] = "ES256",
                ["x"] = Base64Url.EncodeToString(point.X),
                ["y"] = Base64Url.EncodeToString(point.Y),
            }),
        };
    }

    public void Dispose() => _key.Dispose();

    private static byte[]? Decode(string text) => Base64Url.IsValid(text) ? Base64Url.DecodeFromChars(text) : null;
}
