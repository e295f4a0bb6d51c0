using System.Globalization;
using System.Text;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.Logging;

namespace Operon.Runtime;

/// <summary>Reads <see cref="OperatorOptions"/>; a problem says which option, and all the names it goes by.</summary>
internal static class OperatorOptionsReader
{
    public const string Section = "Operator";

    public static IReadOnlyList<OperatorOption> All { get; } =
    [
        new("Name", "name of the Lease, the field manager, the Events", (options, text) => options.Name = text),
        new("Namespaces", "namespaces to watch, separated by commas; all when empty", (options, text) => options.Namespaces = List(text)),
        new("Kubeconfig", "kubeconfig file; the pod's service account or $KUBECONFIG when not given", (options, text) => options.Kubeconfig = text),
        new("Context", "context of the kubeconfig", (options, text) => options.Context = text),
        new("MetricsAddress", "where /metrics and /debug/operon are, such as :8080; 0 for nowhere", (options, text) => options.MetricsAddress = Address(text)),
        new("HealthAddress", "where /healthz and /readyz are; 0 for nowhere", (options, text) => options.HealthAddress = Address(text)),
        new("SecureMetrics", "serve metrics by TLS to callers the API server knows and allows", (options, text) => options.SecureMetrics = Boolean(text), IsSwitch: true),
        new("CertificateDirectory", "folder of tls.crt and tls.key for secure metrics; self-signed when not given", (options, text) => options.CertificateDirectory = text),
        new("WebhookAddress", "where webhooks are served, such as :9443; 0 for nowhere", (options, text) => options.WebhookAddress = Address(text)),
        new("WebhookCertificateDirectory", "folder of tls.crt and tls.key for webhooks; self-made when not given", (options, text) => options.WebhookCertificateDirectory = text),
        new("WebhookService", "name of the Service in front of the webhooks", (options, text) => options.WebhookService = text),
        new("LocalWebhooks", "register webhooks by URLs of this machine while running", (options, text) => options.LocalWebhooks = Boolean(text), IsSwitch: true),
        new("DebugPage", "serve /debug/operon", (options, text) => options.DebugPage = Boolean(text), IsSwitch: true),
        new("LeaderElection", "work only while holding the Lease", (options, text) => options.LeaderElection = Boolean(text), IsSwitch: true),
        new("Shards", "shards of the work that all replicas share; 0 for the leader alone", (options, text) => options.Shards = Shards(text)),
        new("ShardBy", "Object or Namespace: what decides to which shard an object belongs", (options, text) => options.ShardBy = Named<ShardBy>(text)),
        new("LeaseName", "name of the Lease", (options, text) => options.LeaseName = text),
        new("LeaseNamespace", "namespace of the Lease", (options, text) => options.LeaseNamespace = text),
        new("LeaseDuration", "how long others wait after the last renewal", (options, text) => options.LeaseDuration = Duration(text)),
        new("RenewDeadline", "how long the leader tries to renew", (options, text) => options.RenewDeadline = Duration(text)),
        new("RetryPeriod", "time between tries on the Lease", (options, text) => options.RetryPeriod = Duration(text)),
        new("Concurrency", "objects a controller works on at the same time", (options, text) => options.Concurrency = Count(text)),
        new("ResyncPeriod", "how often all objects are reconciled again", (options, text) => options.ResyncPeriod = Duration(text)),
        new("GracefulStopTimeout", "how long a stop waits for reconciles", (options, text) => options.GracefulStopTimeout = Duration(text)),
        new("LogFormat", "text or json", (options, text) => options.LogFormat = Named<LogFormat>(text)),
        new("LogLevel", "Trace, Debug, Information, Warning, Error or None", (options, text) => options.LogLevel = Named<LogLevel>(text)),
    ];

    /// <summary>Sets what the configuration says; returns the problems.</summary>
    public static List<string> Read(IConfiguration configuration, OperatorOptions options)
    {
        var problems = new List<string>();
        foreach (var section in configuration.GetSection(Section).GetChildren())
        {
            var option = All.FirstOrDefault(known => known.Name.Equals(section.Key, StringComparison.OrdinalIgnoreCase));
            if (option is null)
            {
                problems.Add($"{Section}:{section.Key} is not an option. There are: {string.Join(", ", All.Select(known => known.Name))}.");
                continue;
            }

            var text = section.Value ?? string.Join(',', section.GetChildren().Select(item => item.Value));
            try
            {
                option.Set(options, text.Trim());
            }
            catch (FormatException e)
            {
                problems.Add($"{option.Name}: {e.Message} ({option.Flag}, {option.Variable} or {option.Key} in appsettings.json).");
            }
        }

        return problems;
    }

    /// <summary>What only makes sense together.</summary>
    public static IEnumerable<string> Check(OperatorOptions options)
    {
        if (options.Name.Length is 0 or > 63 || options.Name.Any(letter => !char.IsAsciiLetterLower(letter) && !char.IsAsciiDigit(letter) && letter is not ('-' or '.')))
        {
            yield return $"Name: \"{options.Name}\" cannot name a Lease; use lower-case letters, digits and dashes, at most 63.";
        }

        if (options.LeaseDuration <= options.RenewDeadline)
        {
            yield return $"LeaseDuration ({options.LeaseDuration}) must be longer than RenewDeadline ({options.RenewDeadline}): else two replicas may work at once.";
        }

        if (options.RenewDeadline <= options.RetryPeriod * 1.2)
        {
            yield return $"RenewDeadline ({options.RenewDeadline}) must be longer than 1.2 times RetryPeriod ({options.RetryPeriod}): else one slow try loses the Lease.";
        }

        if (options is { Shards: > 0, LeaderElection: false })
        {
            yield return "Shards needs LeaderElection: the leader runs what cannot be shared. Set it, or leave Shards out where there is one replica.";
        }

        if (options.ResyncPeriod <= TimeSpan.Zero)
        {
            yield return "ResyncPeriod must be longer than 0; the default of 10h is cheap.";
        }

        if (options.Concurrency < 1)
        {
            yield return $"Concurrency is {options.Concurrency}; a controller needs at least one worker.";
        }

        if (options.WebhookCertificateDirectory is { } webhooks && !File.Exists(Path.Combine(webhooks, "tls.crt")))
        {
            yield return $"WebhookCertificateDirectory: {webhooks} holds no tls.crt; mount the Secret there, or leave the option out for certificates the operator makes itself.";
        }

        if (options is { LocalWebhooks: true, WebhookCertificateDirectory: not null })
        {
            yield return "LocalWebhooks makes a CA of its own for the time of the run; leave WebhookCertificateDirectory out.";
        }

        if (options is { CertificateDirectory: { } directory, SecureMetrics: true } && !File.Exists(Path.Combine(directory, "tls.crt")))
        {
            yield return $"CertificateDirectory: {directory} holds no tls.crt; mount the Secret there, or leave the option out for a self-signed certificate.";
        }
    }

    /// <summary>The text of <c>--help</c>.</summary>
    public static string Help(string name)
    {
        var text = new StringBuilder($"Options of {name}; each may also be set by its variable or in the section \"{Section}\" of appsettings.json.\n\n");
        foreach (var option in All)
        {
            text.Append(CultureInfo.InvariantCulture, $"  {option.Flag,-33}{option.Help} ({option.Variable})\n");
        }

        return text.ToString();
    }

    private static string[] List(string text) => text.Split(',', StringSplitOptions.TrimEntries | StringSplitOptions.RemoveEmptyEntries);

    private static string Address(string text)
    {
        ListenAddress.Parse(text);
        return text;
    }

    private static bool Boolean(string text) => text.ToLowerInvariant() switch
    {
        "true" or "1" or "yes" or "on" => true,
        "false" or "0" or "no" or "off" => false,
        _ => throw new FormatException($"\"{text}\" is neither true nor false"),
    };

    private static int Count(string text) =>
        int.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out var count) && count > 0
            ? count
            : throw new FormatException($"\"{text}\" is not a whole number of at least 1");

    private static int Shards(string text) =>
        int.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out var count) && count <= ShardingOptions.MostShards
            ? count
            : throw new FormatException($"\"{text}\" is not a whole number from 0 to {ShardingOptions.MostShards}");

    private static TimeSpan Duration(string text) => DurationText.Parse(text);

    private static T Named<T>(string text)
        where T : struct, Enum =>
        Enum.TryParse<T>(text, ignoreCase: true, out var value) && Enum.IsDefined(value)
            ? value
            : throw new FormatException($"\"{text}\" is none of {string.Join(", ", Enum.GetNames<T>())}");
}
