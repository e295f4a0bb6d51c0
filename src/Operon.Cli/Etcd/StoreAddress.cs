using System.Text.Json.Nodes;

namespace Operon.Cli.Etcd;

/// <summary>Where a backup is: <c>s3://bucket/key</c>, <c>abs://container/key</c>, <c>gs://bucket/key</c>, <c>oss://bucket/key</c> or <c>pvc://claim/path</c>.</summary>
/// <param name="StorageType">The word the custom resources have for the store.</param>
/// <param name="Field">Name of the field with the store's settings.</param>
/// <param name="SecretField">Name of the setting that names the secret; null where there is none.</param>
/// <param name="Bucket">Bucket, container or claim.</param>
/// <param name="Path">Key or path, without a slash at its start.</param>
internal sealed record StoreAddress(string StorageType, string Field, string? SecretField, string Bucket, string Path)
{
    public static StoreAddress Parse(string option, string text)
    {
        var parts = text.Split("://", 2);
        var (bucket, path) = parts.Length == 2 && parts[1].Split('/', 2) is [{ Length: > 0 } first, { Length: > 0 } rest] ? (first, rest) : ("", "");
        return (parts[0], bucket.Length > 0) switch
        {
            ("s3", true) => new("S3", "s3", "awsSecret", bucket, path),
            ("abs", true) => new("ABS", "abs", "absSecret", bucket, path),
            ("gs", true) => new("GCS", "gcs", "gcpSecret", bucket, path),
            ("oss", true) => new("OSS", "oss", "ossSecret", bucket, path),
            ("pvc", true) => new("PVC", "pvc", null, bucket, path),
            _ => throw new CommandException($"{option}: \"{text}\" names no place for a backup.\n  remedy: s3://BUCKET/KEY, abs://CONTAINER/KEY, gs://BUCKET/KEY, oss://BUCKET/KEY or pvc://CLAIM/PATH"),
        };
    }

    /// <summary>Adds the store to a spec; <paramref name="typeField"/> is the name of the field that holds its type.</summary>
    public void AddTo(JsonObject spec, string typeField, string? secret, string? endpoint)
    {
        if (secret is null && SecretField is "awsSecret" or "absSecret" or "ossSecret")
        {
            throw new CommandException($"--secret is missing: {StorageType} needs the name of a secret with credentials ({Field}.{SecretField})");
        }

        if (secret is not null && SecretField is null)
        {
            throw new CommandException($"--secret does not go with {StorageType}: a claim needs no credentials");
        }

        var settings = SecretField is null ? new JsonObject { ["claimName"] = Bucket, ["path"] = Path } : new JsonObject { ["path"] = $"{Bucket}/{Path}" };
        if (secret is not null)
        {
            settings[SecretField!] = secret;
        }

        if (endpoint is not null)
        {
            settings["endpoint"] = endpoint;
            if (StorageType == "S3")
            {
                // Stores that are no Amazon are reached by path: their buckets have no names of their own.
                settings["forcePathStyle"] = true;
            }
        }

        spec[typeField] = StorageType;
        spec[Field] = settings;
    }
}
