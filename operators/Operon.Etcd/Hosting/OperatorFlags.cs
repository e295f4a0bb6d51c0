using System.Globalization;
using System.Net;

namespace Operon.Etcd.Hosting;

/// <summary>
/// The command line of the <c>etcd-operator</c> program, in the manner of its Go ancestor: one dash or two, <c>-flag=value</c> or
/// <c>-flag value</c>; a boolean flag alone means true and takes a value only after <c>=</c>.
/// </summary>
internal sealed record OperatorFlags
{
    public const string Usage = """
        Usage of etcd-operator:
          -listen-addr string   address that serves /readyz, /healthz and /metrics (default 0.0.0.0:8080)
          -create-crd           create the CustomResourceDefinition at start (default true)
          -cluster-wide         work in all namespaces, on objects annotated etcd.database.coreos.com/scope: clusterwide (default false)
          -watch-namespaces list
                                work in these namespaces, separated by commas, instead of the operator's own
          -gc-interval duration accepted for compatibility; garbage is collected by owner references (default 10m0s)
          -chaos-level int      accepted for compatibility; without effect (default -1)
          -version              print the version and exit
        Environment: MY_POD_NAMESPACE and MY_POD_NAME, from the downward API.

        """;

    public IPEndPoint Listen { get; init; } = new(IPAddress.Any, 8080);

    public bool CreateCrd { get; init; } = true;

    public bool ClusterWide { get; init; }

    /// <summary>Empty for the operator's own namespace.</summary>
    public IReadOnlyList<string> WatchNamespaces { get; init; } = [];

    public bool Version { get; init; }

    public bool Help { get; init; }

    /// <summary>Throws <see cref="FormatException"/> that names the flag.</summary>
    public static OperatorFlags Parse(IReadOnlyList<string> arguments)
    {
        var flags = new OperatorFlags();
        for (var i = 0; i < arguments.Count; i++)
        {
            var argument = arguments[i];
            if (argument.Length < 2 || argument[0] != '-')
            {
                throw new FormatException($"unexpected argument \"{argument}\"; flags start with a dash");
            }

            var body = argument.TrimStart('-');
            var equals = body.IndexOf('=', StringComparison.Ordinal);
            var name = equals < 0 ? body : body[..equals];
            var value = equals < 0 ? null : body[(equals + 1)..];
            if (value is null && name is "listen-addr" or "gc-interval" or "chaos-level" or "watch-namespaces")
            {
                value ??= ++i < arguments.Count ? arguments[i] : throw new FormatException($"flag -{name} needs a value");
            }

            flags = name switch
            {
                "listen-addr" => flags with { Listen = Address(value!) },
                "create-crd" => flags with { CreateCrd = Boolean(name, value) },
                "cluster-wide" => flags with { ClusterWide = Boolean(name, value) },
                "watch-namespaces" => flags with { WatchNamespaces = Namespaces(value!) },
                "version" => flags with { Version = Boolean(name, value) },
                "gc-interval" => flags,
                "chaos-level" => int.TryParse(value, NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out _)
                    ? flags
                    : throw new FormatException($"flag -chaos-level: \"{value}\" is not a number"),
                "h" or "help" => flags with { Help = true },
                _ => throw new FormatException($"flag provided but not defined: -{name}"),
            };
        }

        return flags is { ClusterWide: true, WatchNamespaces.Count: > 0 }
            ? throw new FormatException("flags -cluster-wide and -watch-namespaces exclude each other: the first means all namespaces")
            : flags;
    }

    private static string[] Namespaces(string text)
    {
        var names = text.Split(',', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries);
        return names.Length > 0 && names.All(name => name.Length <= 63 && name.All(letter => char.IsAsciiLetterLower(letter) || char.IsAsciiDigit(letter) || letter == '-'))
            ? names
            : throw new FormatException($"flag -watch-namespaces: \"{text}\" is not a list of namespaces such as team-a,team-b");
    }

    private static bool Boolean(string name, string? value) => value switch
    {
        null or "1" or "t" or "T" or "true" or "TRUE" or "True" => true,
        "0" or "f" or "F" or "false" or "FALSE" or "False" => false,
        _ => throw new FormatException($"flag -{name}: \"{value}\" is neither true nor false"),
    };

    private static IPEndPoint Address(string text)
    {
        // Go reads ":8080" as all addresses.
        var complete = text.StartsWith(':') ? $"0.0.0.0{text}" : text.StartsWith("localhost:", StringComparison.Ordinal) ? $"127.0.0.1{text["localhost".Length..]}" : text;
        return IPEndPoint.TryParse(complete, out var endpoint) && complete.Contains(':', StringComparison.Ordinal)
            ? endpoint
            : throw new FormatException($"flag -listen-addr: \"{text}\" is not an address such as 0.0.0.0:8080");
    }
}
