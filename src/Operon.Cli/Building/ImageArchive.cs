using System.Formats.Tar;
using System.Globalization;
using System.IO.Compression;
using System.Security.Cryptography;
using System.Text.Json.Nodes;
using Operon.Cli.Kustomize;

namespace Operon.Cli.Building;

/// <summary>An image in one tar that both worlds read: an OCI image layout, and the <c>manifest.json</c> that <c>docker load</c> wants.</summary>
internal static class ImageArchive
{
    private const string Created = "1970-01-01T00:00:00Z";

    /// <summary>Writes an image of one layer.</summary>
    /// <param name="file">The tar to write.</param>
    /// <param name="image">Name and tag.</param>
    /// <param name="layer">The layer's tar, uncompressed.</param>
    /// <param name="entrypoint">What runs.</param>
    /// <param name="cancellationToken">Gives up.</param>
    public static async Task WriteAsync(string file, ImageName image, Stream layer, string entrypoint, CancellationToken cancellationToken)
    {
        var diffId = Digest(await SHA256.HashDataAsync(layer, cancellationToken));
        layer.Position = 0;
        using var packed = new MemoryStream();
        await using (var gzip = new GZipStream(packed, CompressionLevel.Optimal, leaveOpen: true))
        {
            await layer.CopyToAsync(gzip, cancellationToken);
        }

        var config = Bytes(Configuration(diffId, entrypoint));
        var layerBytes = packed.ToArray();
        var manifest = Bytes(Manifest(config, layerBytes));
        var (configPath, layerPath) = (Blob(config), Blob(layerBytes));
        var name = (image.Tag is null ? image with { Tag = "latest" } : image).ToString();
        await using var output = File.Create(file);
        await using var tar = new TarWriter(output, TarEntryFormat.Pax);
        foreach (var (path, content) in new (string, byte[])[]
        {
            ("oci-layout", Bytes(new JsonObject { ["imageLayoutVersion"] = "1.0.0" })),
            ("index.json", Bytes(Index(manifest, name))),
            ("manifest.json", Bytes(new JsonArray(new JsonObject { ["Config"] = configPath, ["RepoTags"] = new JsonArray(name), ["Layers"] = new JsonArray(layerPath) }))),
            (configPath, config),
            (layerPath, layerBytes),
            (Blob(manifest), manifest),
        })
        {
            using var data = new MemoryStream(content);
            await tar.WriteEntryAsync(new PaxTarEntry(TarEntryType.RegularFile, path) { DataStream = data, ModificationTime = DateTimeOffset.UnixEpoch }, cancellationToken);
        }
    }

    private static JsonObject Configuration(string diffId, string entrypoint) => new()
    {
        ["created"] = Created,
        ["architecture"] = NativePublish.Architecture,
        ["os"] = "linux",
        ["config"] = new JsonObject
        {
            ["User"] = string.Create(CultureInfo.InvariantCulture, $"{RootFilesystem.UserId}:{RootFilesystem.UserId}"),
            ["Env"] = new JsonArray("PATH=/app", "SSL_CERT_FILE=/etc/ssl/certs/ca-certificates.crt"),
            ["Entrypoint"] = new JsonArray(entrypoint),
            ["WorkingDir"] = "/app",
        },
        ["rootfs"] = new JsonObject { ["type"] = "layers", ["diff_ids"] = new JsonArray(diffId) },
        ["history"] = new JsonArray(new JsonObject { ["created"] = Created, ["created_by"] = "operon build" }),
    };

    private static JsonObject Manifest(byte[] config, byte[] layer) => new()
    {
        ["schemaVersion"] = 2,
        ["mediaType"] = "application/vnd.oci.image.manifest.v1+json",
        ["config"] = Descriptor("application/vnd.oci.image.config.v1+json", config),
        ["layers"] = new JsonArray(Descriptor("application/vnd.oci.image.layer.v1.tar+gzip", layer)),
    };

    private static JsonObject Index(byte[] manifest, string name)
    {
        var descriptor = Descriptor("application/vnd.oci.image.manifest.v1+json", manifest);
        descriptor["platform"] = new JsonObject { ["architecture"] = NativePublish.Architecture, ["os"] = "linux" };
        descriptor["annotations"] = new JsonObject { ["io.containerd.image.name"] = name, ["org.opencontainers.image.ref.name"] = name[(name.LastIndexOf(':') + 1)..] };
        return new JsonObject { ["schemaVersion"] = 2, ["mediaType"] = "application/vnd.oci.image.index.v1+json", ["manifests"] = new JsonArray(descriptor) };
    }

    private static JsonObject Descriptor(string mediaType, byte[] content) => new() { ["mediaType"] = mediaType, ["digest"] = Digest(SHA256.HashData(content)), ["size"] = content.Length };

    private static string Blob(byte[] content) => $"blobs/sha256/{Convert.ToHexStringLower(SHA256.HashData(content))}";

    private static string Digest(byte[] hash) => $"sha256:{Convert.ToHexStringLower(hash)}";

    private static byte[] Bytes(JsonNode json) => System.Text.Encoding.UTF8.GetBytes(json.ToJsonString());
}
