using k8s.Models;
using Operon.LocalCluster.Pods;
using Operon.LocalCluster.Sandboxing;

namespace Operon.LocalCluster.Volumes;

/// <summary>The volumes of one pod on this machine.</summary>
internal sealed class PodVolumes(PodDirectories directories, IPodApi api, TimeProvider time)
{
    private const UnixFileMode Everyone = (UnixFileMode)0b111_111_111;

    private readonly VolumeContent _content = new(api, time);
    private readonly Dictionary<string, string> _paths = new(StringComparer.Ordinal);
    private readonly List<string> _mounted = [];

    /// <summary>Makes all volumes ready to mount; throws <see cref="VolumeException"/> when one is not available yet.</summary>
    public async Task PrepareAsync(V1Pod pod, PodAddresses addresses, CancellationToken cancellationToken)
    {
        foreach (var volume in pod.Spec.Volumes ?? [])
        {
            try
            {
                _paths[volume.Name] = await PrepareAsync(pod, volume, addresses, cancellationToken);
            }
            catch (VolumeException error)
            {
                throw new VolumeException($"MountVolume.SetUp failed for volume \"{volume.Name}\" : {error.Message}");
            }
        }
    }

    /// <summary>Brings the files of volumes that come from the API up to date. A source that has vanished leaves its files as they are.</summary>
    public async Task RefreshAsync(V1Pod pod, PodAddresses addresses, CancellationToken cancellationToken)
    {
        foreach (var volume in (pod.Spec.Volumes ?? []).Where(VolumeContent.IsFromApi))
        {
            try
            {
                AtomicDirectory.Write(directories.Volume(volume.Name), await _content.ReadAsync(pod, volume, addresses, cancellationToken), time.GetUtcNow());
            }
            catch (VolumeException)
            {
                continue;
            }
        }
    }

    /// <summary>The mounts of a container; throws <see cref="ContainerConfigException"/> for one that cannot be.</summary>
    public IReadOnlyList<SandboxMount> Mounts(V1Pod pod, V1Container container, IReadOnlyDictionary<string, string> environment)
    {
        var mounts = new List<SandboxMount>();
        foreach (var mount in container.VolumeMounts ?? [])
        {
            var volume = pod.Spec.Volumes?.FirstOrDefault(volume => volume.Name == mount.Name);
            if (volume is null || !_paths.TryGetValue(mount.Name, out var source))
            {
                throw new ContainerConfigException($"volumeMounts: the pod has no volume \"{mount.Name}\"");
            }

            var subPath = string.IsNullOrEmpty(mount.SubPathExpr) ? mount.SubPath : VariableExpansion.Expand(mount.SubPathExpr, environment);
            if (!string.IsNullOrEmpty(subPath))
            {
                source = SubPath(source, subPath, mount.Name);
            }

            var isReadOnly = mount.ReadOnlyProperty == true || VolumeContent.IsFromApi(volume) || volume.PersistentVolumeClaim?.ReadOnlyProperty == true;
            mounts.Add(new SandboxMount(source, mount.MountPath.Length > 1 ? mount.MountPath.TrimEnd('/') : mount.MountPath, isReadOnly));
        }

        // A mount under another one must come after it.
        return [.. mounts.OrderBy(mount => mount.Target.Count(letter => letter == '/'))];
    }

    /// <summary>Unmounts the in-memory volumes.</summary>
    public async Task CleanUpAsync(CancellationToken cancellationToken)
    {
        foreach (var path in _mounted)
        {
            await HostCommand.RunAsync("umount", ["--lazy", path], cancellationToken);
        }

        _mounted.Clear();
    }

    private async Task<string> PrepareAsync(V1Pod pod, V1Volume volume, PodAddresses addresses, CancellationToken cancellationToken)
    {
        var path = directories.Volume(volume.Name);
        if (VolumeContent.IsFromApi(volume))
        {
            AtomicDirectory.Write(path, await _content.ReadAsync(pod, volume, addresses, cancellationToken), time.GetUtcNow());
            return path;
        }

        if (volume.HostPath is { } host)
        {
            return HostPath(host.Path, host.Type);
        }

        if (volume.PersistentVolumeClaim is { } claim)
        {
            return await ClaimAsync(pod.Metadata.NamespaceProperty, claim.ClaimName, cancellationToken);
        }

        if (volume.EmptyDir is { } empty)
        {
            await EmptyDirectoryAsync(path, empty, cancellationToken);
            return path;
        }

        throw new VolumeException("this kind of volume is not supported by the local cluster; use emptyDir, hostPath, configMap, secret, projected, downwardAPI or persistentVolumeClaim");
    }

    private async Task EmptyDirectoryAsync(string path, V1EmptyDirVolumeSource source, CancellationToken cancellationToken)
    {
        Directory.CreateDirectory(path);
        if (source.Medium == "Memory" && !_mounted.Contains(path))
        {
            var size = source.SizeLimit is { } limit ? FormattableString.Invariant($",size={limit.ToInt64()}") : "";
            await HostCommand.RequireAsync("mount", ["-t", "tmpfs", "-o", "mode=0777" + size, "tmpfs", path], cancellationToken);
            _mounted.Add(path);
        }
        else
        {
            File.SetUnixFileMode(path, Everyone);
        }
    }

    private async Task<string> ClaimAsync(string namespaceName, string claimName, CancellationToken cancellationToken)
    {
        var claim = await api.FindClaimAsync(namespaceName, claimName, cancellationToken)
            ?? throw new VolumeException($"persistentvolumeclaim \"{claimName}\" not found");
        if (claim.Status?.Phase != "Bound" || string.IsNullOrEmpty(claim.Spec.VolumeName))
        {
            throw new VolumeException($"persistentvolumeclaim \"{claimName}\" is not bound");
        }

        var volume = await api.FindVolumeAsync(claim.Spec.VolumeName, cancellationToken)
            ?? throw new VolumeException($"persistentvolume \"{claim.Spec.VolumeName}\" not found");
        if (volume.Spec.HostPath is { } host)
        {
            return HostPath(host.Path, host.Type);
        }

        return volume.Spec.Local is { } local
            ? HostPath(local.Path, "Directory")
            : throw new VolumeException($"persistentvolume \"{volume.Metadata.Name}\" is neither hostPath nor local, the only kinds the local cluster mounts");
    }

    private static string HostPath(string path, string? type)
    {
        switch (type)
        {
            case "DirectoryOrCreate":
                Directory.CreateDirectory(path);
                break;
            case "FileOrCreate" when !File.Exists(path):
                File.WriteAllBytes(path, []);
                break;
            case "Directory" when !Directory.Exists(path):
                throw new VolumeException($"hostPath type check failed: {path} is not a directory");
            case "File" when !File.Exists(path):
                throw new VolumeException($"hostPath type check failed: {path} is not a file");
            default:
                break;
        }

        return Path.Exists(path) ? path : throw new VolumeException($"hostPath {path} does not exist");
    }

    private static string SubPath(string volume, string subPath, string mount)
    {
        if (subPath.StartsWith('/') || subPath.Split('/').Contains(".."))
        {
            throw new ContainerConfigException($"volumeMounts[{mount}].subPath: \"{subPath}\" must be relative and must not contain '..'");
        }

        var path = Path.Combine(volume, subPath);
        if (!Path.Exists(path))
        {
            Directory.CreateDirectory(path);
        }

        return path;
    }
}
