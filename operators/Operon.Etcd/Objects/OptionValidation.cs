using System.Text.RegularExpressions;
using Operon.Etcd.Api;
using Operon.Etcd.Planning;
using Operon.Etcd.Versions;

namespace Operon.Etcd.Objects;

/// <summary>What is wrong with <c>spec.options</c>.</summary>
internal static partial class OptionValidation
{
    public static IEnumerable<string> Problems(EtcdClusterSpec spec)
    {
        var seen = new Dictionary<string, string>();
        foreach (var (name, value) in spec.Options ?? [])
        {
            if (!FlagName().IsMatch(name))
            {
                yield return $"spec.options: \"{name}\" is not the name of a flag; write it without dashes in front and without a value, such as snapshot-count";
                continue;
            }

            if (ReservedFlags.Reason(name) is { } reason)
            {
                yield return $"spec.options: {name} {reason}; remove it";
            }

            if (value.Contains('\n', StringComparison.Ordinal))
            {
                yield return $"spec.options: the value of {name} has more than one line";
            }

            if (!seen.TryAdd(EtcdFlags.Find(name).Name, name))
            {
                yield return $"spec.options: {name} and {seen[EtcdFlags.Find(name).Name]} are the same setting; keep one";
            }
        }

        if (EtcdVersion.TryParse(spec.Version, out var version))
        {
            foreach (var missing in OptionRendering.Missing(spec.Options ?? [], version))
            {
                yield return $"spec.options: {missing} does not exist in etcd {version.Major}.{version.Minor}; remove it, or ask for a version that has it";
            }
        }
    }

    [GeneratedRegex("^[a-z0-9]+(-[a-z0-9]+)*$")]
    private static partial Regex FlagName();
}
