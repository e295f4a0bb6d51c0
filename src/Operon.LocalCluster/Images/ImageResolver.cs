using System.Collections.Concurrent;
using System.Security.Cryptography;
using System.Text;
using System.Text.RegularExpressions;
using Operon.LocalCluster.Sandboxing;

namespace Operon.LocalCluster.Images;

/// <summary>Finds the programs that stand in for an image: the asked-for version, or the nearest that is installed.</summary>
internal sealed class ImageResolver(ImageCatalog catalog, string dataDirectory, OperatorProgram? etcdOperator, ImageFolder? own = null)
{
    private readonly ConcurrentDictionary<string, Task<ImageVersion?>> _versions = new(StringComparer.Ordinal);
    private readonly string _scripts = Path.Combine(dataDirectory, "scripts");

    /// <summary>Resolves an image; throws <see cref="ImagePullException"/> when nothing on this machine stands in for it.</summary>
    public async Task<LocalImage> ResolveAsync(string image, CancellationToken cancellationToken)
    {
        var reference = ImageReference.Parse(image);
        var made = own?.Find(reference) ?? [];
        var entries = made.Count > 0 ? made : catalog.Find(reference);
        if (entries.Count == 0)
        {
            throw new ImagePullException(
                $"Failed to pull image \"{image}\": no program of this machine stands in for it. Known images: {string.Join(", ", catalog.KnownImages)}. "
                + "Build it with operon build --image, or add an entry to images.json in the data directory.");
        }

        var wanted = ImageVersion.Parse(reference.Tag);
        List<(ImageEntry Entry, IReadOnlyList<SandboxMount> Mounts, ImageVersion? Version)> installed = [];
        foreach (var entry in entries)
        {
            if (MapFiles(entry) is { } mounts)
            {
                installed.Add((entry, mounts, await VersionAsync(entry, cancellationToken)));
            }
        }

        if (installed.Count == 0)
        {
            var missing = entries.SelectMany(entry => entry.Files.Values).Select(Expand).Where(program => Locate(program) is null).Distinct();
            var packages = string.Join(' ', entries.Select(entry => entry.Packages).OfType<string>().Distinct());
            throw new ImagePullException(
                $"Failed to pull image \"{image}\": its programs are not installed: {string.Join(", ", missing)}."
                + (packages.Length > 0 ? $" Install them with: sudo apt-get install -y {packages}" : ""));
        }

        var chosen = wanted is null
            ? installed[0]
            : installed.MinBy(candidate => candidate.Version?.DistanceTo(wanted.Value) ?? 0);
        var substitution = wanted is not null && chosen.Version is { } version && version != wanted
            ? $"Image \"{image}\" asks for version {reference.Tag.TrimStart('v')}; this machine has {version}, which runs instead"
            : null;
        return new LocalImage
        {
            Name = image,
            Id = IdOf(chosen.Entry, chosen.Mounts, chosen.Version),
            Entry = chosen.Entry,
            Mounts = [.. chosen.Mounts, .. WriteScripts(chosen.Entry)],
            Substitution = substitution,
        };
    }

    private List<SandboxMount>? MapFiles(ImageEntry entry)
    {
        var mounts = new List<SandboxMount>();
        foreach (var (target, program) in entry.Files)
        {
            if (Locate(Expand(program)) is not { } source)
            {
                return null;
            }

            mounts.Add(new SandboxMount(source, target, IsReadOnly: true));
        }

        mounts.AddRange(
            from file in entry.OptionalFiles
            let source = Locate(Expand(file.Value))
            where source is not null
            select new SandboxMount(source, file.Key, IsReadOnly: true));
        return mounts;
    }

    private List<SandboxMount> WriteScripts(ImageEntry entry)
    {
        var mounts = new List<SandboxMount>();
        foreach (var (target, text) in entry.Scripts)
        {
            var content = Encoding.UTF8.GetBytes(Expand(text));
            var path = Path.Combine(_scripts, Convert.ToHexStringLower(SHA256.HashData(content))[..16]);
            if (!File.Exists(path))
            {
                Directory.CreateDirectory(_scripts);
                var temporary = $"{path}.{Guid.NewGuid():N}";
                File.WriteAllBytes(temporary, content);
                File.SetUnixFileMode(temporary, (UnixFileMode)Convert.ToInt32("755", 8));
                File.Move(temporary, path, overwrite: true);
            }

            mounts.Add(new SandboxMount(path, target, IsReadOnly: true));
        }

        return mounts;
    }

    private static string? Locate(string program)
    {
        if (program.Length == 0)
        {
            return null;
        }

        if (Directory.Exists(program))
        {
            return program;
        }

        return HostPrograms.Find(program) is { } path ? File.ResolveLinkTarget(path, returnFinalTarget: true)?.FullName ?? path : null;
    }

    private string Expand(string text)
    {
        if (!text.Contains("$(", StringComparison.Ordinal))
        {
            return text;
        }

        var name = etcdOperator is null ? "" : Path.GetFileName(etcdOperator.Path);
        return text
            .Replace("$(ETCD_OPERATOR_COMMAND)", (etcdOperator?.DotnetRoot is null ? "" : "/opt/dotnet/dotnet ") + "/opt/operon/etcd/" + name, StringComparison.Ordinal)
            .Replace("$(ETCD_OPERATOR)", Path.GetDirectoryName(etcdOperator?.Path) ?? "", StringComparison.Ordinal)
            .Replace("$(DOTNET_ROOT)", etcdOperator?.DotnetRoot ?? "", StringComparison.Ordinal);
    }

    private async Task<ImageVersion?> VersionAsync(ImageEntry entry, CancellationToken cancellationToken)
    {
        if (entry.Version is not { } probe || Locate(Expand(probe.Command[0])) is not { } program)
        {
            return null;
        }

        return await _versions.GetOrAdd(program, _ => ProbeAsync(program, probe)).WaitAsync(cancellationToken);
    }

    private static async Task<ImageVersion?> ProbeAsync(string program, VersionProbe probe)
    {
        using var limit = new CancellationTokenSource(TimeSpan.FromSeconds(20));
        var result = await HostCommand.RunAsync(program, [.. probe.Command.Skip(1)], limit.Token);
        var match = Regex.Match(result.Output + result.Error, probe.Pattern, RegexOptions.CultureInvariant, TimeSpan.FromSeconds(1));
        return match.Success ? ImageVersion.Parse(match.Groups[1].Value) : null;
    }

    private static string IdOf(ImageEntry entry, IReadOnlyList<SandboxMount> mounts, ImageVersion? version)
    {
        var text = string.Join('\n', [entry.Patterns[0], version?.ToString() ?? "", .. mounts.Select(mount => $"{mount.Source}:{mount.Target}")]);
        return $"{entry.Patterns[0]}@sha256:{Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(text)))}";
    }
}
