using Operon.Etcd.Planning;

namespace Operon.Etcd.Versions;

/// <summary>Options as arguments of one version of etcd.</summary>
internal static class OptionRendering
{
    /// <summary>Arguments in the order of their names. Options the version does not know are left out; <see cref="Missing"/> names them.</summary>
    public static List<string> Render(IReadOnlyDictionary<string, string> options, EtcdVersion version)
    {
        List<string> arguments = [];
        List<string> gates = [];
        foreach (var (name, value) in options.OrderBy(option => option.Key, StringComparer.Ordinal))
        {
            var flag = EtcdFlags.Find(name);
            if (!flag.ExistsIn(version))
            {
                continue;
            }

            if (flag.Name == EtcdFlags.FeatureGates)
            {
                gates.Add(value);
            }
            else if (flag.Form == FlagForm.Gate && version >= EtcdFlags.Graduation)
            {
                gates.Add($"{flag.Gate}={value}");
            }
            else
            {
                var prefix = flag.Form != FlagForm.Plain && version < EtcdFlags.Graduation ? EtcdFlag.Experimental : "";
                arguments.Add($"--{prefix}{flag.Name}={value}");
            }
        }

        if (gates.Count > 0)
        {
            arguments.Add($"--{EtcdFlags.FeatureGates}={string.Join(',', gates)}");
        }

        return arguments;
    }

    /// <summary>Options that do not exist in the version.</summary>
    public static IEnumerable<string> Missing(IReadOnlyDictionary<string, string> options, EtcdVersion version) =>
        options.Keys.Where(name => !EtcdFlags.Find(name).ExistsIn(version)).Order(StringComparer.Ordinal);

    /// <summary>
    /// Whether a command line made for one version starts another one: 3.6 takes the names of before, 3.7 does not, and no version takes those of a later one.
    /// </summary>
    public static bool Starts(IReadOnlyDictionary<string, string> options, EtcdVersion made, EtcdVersion runs) => options.Keys.Select(EtcdFlags.Find).All(flag =>
    {
        if (!flag.ExistsIn(made))
        {
            // Left out when the pod was made; it has to be made anew to get it.
            return !flag.ExistsIn(runs);
        }

        if (flag.Form == FlagForm.Plain)
        {
            return flag.ExistsIn(runs);
        }

        return made < EtcdFlags.Graduation ? runs < new EtcdVersion(3, 7, 0) && flag.ExistsIn(runs) : runs >= EtcdFlags.Graduation;
    });
}
