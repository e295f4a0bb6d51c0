using Operon.Etcd.Objects;

namespace Operon.Etcd.Stores.Azure;

/// <summary>A storage account, its key and the cloud it is in.</summary>
internal sealed record AzureAccount(string Name, byte[] Key, Uri Endpoint)
{
    /// <summary>Throws <see cref="InvalidSpecException"/> that names the secret.</summary>
    /// <param name="name">Account name.</param>
    /// <param name="key">Account key in base64.</param>
    /// <param name="cloud">Name of the cloud as the Azure tools write it; null for the public one.</param>
    /// <param name="endpoint">Endpoint instead of the cloud's, path style, such as <c>http://127.0.0.1:10000/devstoreaccount1</c>.</param>
    /// <param name="secret">Name of the secret, for messages.</param>
    public static AzureAccount Parse(string name, string key, string? cloud, string? endpoint, string secret)
    {
        var bytes = new byte[key.Length];
        if (!Convert.TryFromBase64String(key, bytes, out var length))
        {
            throw new InvalidSpecException($"secret {secret}: its key \"storage-key\" is not base64");
        }

        var domain = cloud switch
        {
            null or "" or "AzurePublicCloud" or "AzureCloud" => "core.windows.net",
            "AzureUSGovernmentCloud" or "AzureUSGovernment" => "core.usgovcloudapi.net",
            "AzureChinaCloud" => "core.chinacloudapi.cn",
            "AzureGermanCloud" => "core.cloudapi.de",
            _ => throw new InvalidSpecException(
                $"secret {secret}: cloud \"{cloud}\" is none of AzurePublicCloud, AzureUSGovernmentCloud, AzureChinaCloud and AzureGermanCloud"),
        };
        return new AzureAccount(name, bytes[..length], new Uri(string.IsNullOrEmpty(endpoint) ? $"https://{name}.blob.{domain}" : endpoint));
    }

    // A record would print the key.
    public override string ToString() => $"AzureAccount {Name}";
}
