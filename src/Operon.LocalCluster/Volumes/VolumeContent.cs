using System.Text;
using k8s.Models;
using Operon.LocalCluster.Pods;

namespace Operon.LocalCluster.Volumes;

/// <summary>Reads the files of configMap, secret, downwardAPI and projected volumes from the API.</summary>
internal sealed class VolumeContent(IPodApi api, TimeProvider time)
{
    private const int DefaultMode = 0b110_100_100;
    private const long DefaultTokenSeconds = 3600;

    private readonly Dictionary<string, (ServiceAccountToken Token, DateTimeOffset RefreshAt)> _tokens = new(StringComparer.Ordinal);

    /// <summary>Whether the volume's files come from the API and may change.</summary>
    public static bool IsFromApi(V1Volume volume) =>
        volume.ConfigMap is not null || volume.Secret is not null || volume.Projected is not null || volume.DownwardAPI is not null;

    /// <summary>The files as they should be now; throws <see cref="VolumeException"/> when a source that is not optional is missing.</summary>
    public async Task<IReadOnlyList<VolumeFile>> ReadAsync(V1Pod pod, V1Volume volume, PodAddresses addresses, CancellationToken cancellationToken)
    {
        var namespaceName = pod.Metadata.NamespaceProperty;
        if (volume.ConfigMap is { } configMap)
        {
            return await ConfigMapAsync(namespaceName, configMap.Name, configMap.Items, configMap.DefaultMode, configMap.Optional, cancellationToken);
        }

        if (volume.Secret is { } secret)
        {
            return await SecretAsync(namespaceName, secret.SecretName, secret.Items, secret.DefaultMode, secret.Optional, cancellationToken);
        }

        if (volume.DownwardAPI is { } downward)
        {
            return Downward(pod, downward.Items, downward.DefaultMode, addresses);
        }

        var files = new List<VolumeFile>();
        var mode = volume.Projected!.DefaultMode;
        foreach (var source in volume.Projected.Sources ?? [])
        {
            if (source.ConfigMap is { } map)
            {
                files.AddRange(await ConfigMapAsync(namespaceName, map.Name, map.Items, mode, map.Optional, cancellationToken));
            }
            else if (source.Secret is { } key)
            {
                files.AddRange(await SecretAsync(namespaceName, key.Name, key.Items, mode, key.Optional, cancellationToken));
            }
            else if (source.DownwardAPI is { } fields)
            {
                files.AddRange(Downward(pod, fields.Items, mode, addresses));
            }
            else if (source.ServiceAccountToken is { } token)
            {
                files.Add(new VolumeFile(token.Path, Encoding.UTF8.GetBytes(await TokenAsync(pod, volume.Name, token, cancellationToken)), mode ?? DefaultMode));
            }
        }

        return files;
    }

    private async Task<IReadOnlyList<VolumeFile>> ConfigMapAsync(
        string namespaceName, string name, IList<V1KeyToPath>? items, int? mode, bool? isOptional, CancellationToken cancellationToken)
    {
        var found = await api.FindConfigMapAsync(namespaceName, name, cancellationToken);
        if (found is null)
        {
            return isOptional == true ? [] : throw new VolumeException($"configmap \"{name}\" not found");
        }

        var content = new Dictionary<string, byte[]>(found.BinaryData ?? new Dictionary<string, byte[]>());
        foreach (var (key, text) in found.Data ?? new Dictionary<string, string>())
        {
            content[key] = Encoding.UTF8.GetBytes(text);
        }

        return Pick(content, items, mode, isOptional, $"configmap \"{name}\"");
    }

    private async Task<IReadOnlyList<VolumeFile>> SecretAsync(
        string namespaceName, string name, IList<V1KeyToPath>? items, int? mode, bool? isOptional, CancellationToken cancellationToken)
    {
        var found = await api.FindSecretAsync(namespaceName, name, cancellationToken);
        if (found is null)
        {
            return isOptional == true ? [] : throw new VolumeException($"secret \"{name}\" not found");
        }

        return Pick(found.Data ?? new Dictionary<string, byte[]>(), items, mode, isOptional, $"secret \"{name}\"");
    }

    private static List<VolumeFile> Pick(
        IDictionary<string, byte[]> content, IList<V1KeyToPath>? items, int? mode, bool? isOptional, string origin)
    {
        if (items is not { Count: > 0 })
        {
            return [.. content.Select(entry => new VolumeFile(entry.Key, entry.Value, mode ?? DefaultMode))];
        }

        var files = new List<VolumeFile>();
        foreach (var item in items)
        {
            if (content.TryGetValue(item.Key, out var bytes))
            {
                files.Add(new VolumeFile(SafePath(item.Path), bytes, item.Mode ?? mode ?? DefaultMode));
            }
            else if (isOptional != true)
            {
                throw new VolumeException($"{origin} references non-existent key: {item.Key}");
            }
        }

        return files;
    }

    private static List<VolumeFile> Downward(V1Pod pod, IList<V1DownwardAPIVolumeFile>? items, int? mode, PodAddresses addresses)
    {
        try
        {
            return
            [
                .. (items ?? []).Select(item => new VolumeFile(
                    SafePath(item.Path),
                    Encoding.UTF8.GetBytes(item.FieldRef is { } field
                        ? DownwardFields.Field(pod, addresses, field.FieldPath)
                        : DownwardFields.Resource(pod, item.ResourceFieldRef, item.ResourceFieldRef.ContainerName)),
                    item.Mode ?? mode ?? DefaultMode)),
            ];
        }
        catch (ContainerConfigException error)
        {
            throw new VolumeException(error.Message);
        }
    }

    private async Task<string> TokenAsync(V1Pod pod, string volume, V1ServiceAccountTokenProjection projection, CancellationToken cancellationToken)
    {
        var key = $"{volume}/{projection.Path}";
        var now = time.GetUtcNow();
        if (!_tokens.TryGetValue(key, out var held) || now >= held.RefreshAt)
        {
            var token = await api.CreateTokenAsync(pod, projection.Audience, projection.ExpirationSeconds ?? DefaultTokenSeconds, cancellationToken);
            var life = token.Expires - now;
            var refresh = life * 0.8 < TimeSpan.FromHours(24) ? life * 0.8 : TimeSpan.FromHours(24);
            held = (token, now + refresh);
            _tokens[key] = held;
        }

        return held.Token.Token;
    }

    private static string SafePath(string path) =>
        path.StartsWith('/') || path.Split('/').Contains("..")
            ? throw new VolumeException($"the path \"{path}\" of a volume item must be relative and must not contain '..'")
            : path;
}
