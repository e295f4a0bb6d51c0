using System.Reflection;
using System.Runtime.InteropServices;
using Microsoft.Extensions.Logging;
using Operon.Etcd.Backups.Tasks;
using Operon.Kubernetes;
using Operon.Runtime;

namespace Operon.Etcd.Hosting;

/// <summary>The <c>etcd-operator</c> program. Exit codes: 0 after a stop, 1 for a wrong set-up or a lost lease, 2 for wrong flags.</summary>
internal static partial class OperatorProgram
{
    public static async Task<int> RunAsync(string[] arguments, Func<string, string?> environment, TextWriter output, TextWriter error)
    {
        if (arguments is [TaskProgram.Command, .. var task])
        {
            using var stopTask = new CancellationTokenSource();
            using var termTask = PosixSignalRegistration.Create(PosixSignal.SIGTERM, context => Cancel(context, stopTask));
            return await TaskProgram.RunAsync(task, TaskPlaces.InPod, environment, output, error, stopTask.Token);
        }

        (var parts, arguments) = OperatorName.Take(arguments, Environment.GetCommandLineArgs()[0]);
        OperatorFlags flags;
        try
        {
            flags = OperatorFlags.Parse(arguments);
        }
        catch (FormatException e)
        {
            await error.WriteAsync($"{e.Message}\n{OperatorFlags.Usage}");
            return 2;
        }

        if (flags.Help)
        {
            await output.WriteAsync(OperatorFlags.Usage);
            return 0;
        }

        if (flags.Version)
        {
            await output.WriteLineAsync($"etcd-operator Version: {Version}");
            return 0;
        }

        foreach (var name in (string[])["MY_POD_NAMESPACE", "MY_POD_NAME"])
        {
            if (string.IsNullOrEmpty(environment(name)))
            {
                await error.WriteLineAsync($"etcd-operator: must set env ({name}): give it from the downward API, see examples/etcd/deployment.yaml");
                return 1;
            }
        }

        return await OperateAsync(flags, parts, environment, error);
    }

    private static string Version =>
        typeof(OperatorProgram).Assembly.GetCustomAttribute<AssemblyInformationalVersionAttribute>()?.InformationalVersion ?? "unknown";

    private static async Task<int> OperateAsync(OperatorFlags flags, EtcdOperatorParts parts, Func<string, string?> environment, TextWriter error)
    {
        var namespaceName = environment("MY_POD_NAMESPACE")!;
        using var loggers = LoggerFactory.Create(logging => logging.SetMinimumLevel(LogLevel.Information).AddSimpleConsole(console =>
        {
            console.SingleLine = true;
            console.UseUtcTimestamp = true;
            console.TimestampFormat = "yyyy-MM-ddTHH:mm:ss.fffZ ";
        }));
        var logger = loggers.CreateLogger(EtcdOperator.Name);
        using var stop = new CancellationTokenSource();
        using var term = PosixSignalRegistration.Create(PosixSignal.SIGTERM, context => Cancel(context, stop));
        using var interrupt = PosixSignalRegistration.Create(PosixSignal.SIGINT, context => Cancel(context, stop));
        try
        {
            await using var client = KubernetesClient.Create(
                KubernetesClientOptions.FromEnvironment() with { UserAgent = $"{EtcdOperator.Name}/{Version}", LoggerFactory = loggers });
            Starting(logger, Version, client.Server, flags.ClusterWide ? "all" : flags.WatchNamespaces.Count > 0 ? string.Join(", ", flags.WatchNamespaces) : namespaceName);
            await EtcdOperator.RunAsync(
                new EtcdOperatorOptions
                {
                    Client = client,
                    Namespace = namespaceName,
                    Identity = environment("MY_POD_NAME")!,
                    Parts = parts,
                    Image = environment("OPERATOR_IMAGE"),
                    EnvironmentVariables = environment,
                    CreateCustomResources = flags.CreateCrd,
                    ClusterWide = flags.ClusterWide,
                    WatchNamespaces = flags.WatchNamespaces,
                    Listen = parts.HasFlag(EtcdOperatorParts.Clusters) ? flags.Listen : null,
                    LoggerFactory = loggers,
                },
                stop.Token);
            return 0;
        }
        catch (Exception e) when (e is KubeconfigException or LeadershipLostException or IOException)
        {
            await error.WriteLineAsync($"etcd-operator: {e.Message}");
            return 1;
        }
    }

    // The first signal stops gracefully; the second one ends the process by default.
    private static void Cancel(PosixSignalContext context, CancellationTokenSource stop)
    {
        context.Cancel = !stop.IsCancellationRequested;
        stop.Cancel();
    }

    [LoggerMessage(120, LogLevel.Information, "etcd-operator {Version}, API server {Server}, namespaces: {Namespaces}")]
    private static partial void Starting(ILogger logger, string version, Uri server, string namespaces);
}
