using System.Text;
using k8s.Models;
using Microsoft.Extensions.Logging.Abstractions;
using Operon.LocalCluster.Images;
using Operon.LocalCluster.Networking;
using Operon.LocalCluster.Pods;
using Operon.LocalCluster.Probes;
using Operon.LocalCluster.Tests.Support;

namespace Operon.LocalCluster.Tests.Pods;

/// <summary>A node agent's machinery without an API server, inside a namespace.</summary>
internal sealed class PodBench : IAsyncDisposable
{
    private readonly CancellationTokenSource _stop = new();
    private readonly List<PodWorker> _workers = [];
    private readonly TemporaryDirectory _directory = new();

    private PodBench(ClusterNetwork network, TemporaryDirectory directory)
    {
        _directory = directory;
        Network = network;
        Api.OnDeletionConfirmed = pod => _ = Task.Run(() => _workers.First(worker => worker.Uid == pod.Metadata.Uid).Remove());
        Services = new PodServices
        {
            Api = Api,
            Network = network,
            Images = new ImageResolver(ImageCatalog.BuiltIn, directory.Path, null),
            Prober = new Prober(),
            DataDirectory = directory.Path,
            Time = TimeProvider.System,
            LoggerFactory = NullLoggerFactory.Instance,
            InitialBackoff = TimeSpan.FromMilliseconds(300),
            VolumeRefresh = TimeSpan.FromMilliseconds(50),
            NodeAddress = _ => "10.77.0.11",
        };
    }

    public RecordingPodApi Api { get; } = new();

    public ClusterNetwork Network { get; }

    public PodServices Services { get; }

    public string DataDirectory => _directory.Path;

    public static async Task<PodBench> CreateAsync()
    {
        var directory = new TemporaryDirectory();
        return new PodBench(await ClusterNetwork.CreateAsync(directory.Path, TestContext.Current.CancellationToken), directory);
    }

    public static V1Pod Pod(string name, params V1Container[] containers) => new()
    {
        Metadata = new V1ObjectMeta { Name = name, NamespaceProperty = "default", Uid = "uid-" + name, Generation = 1, Labels = new Dictionary<string, string> { ["app"] = name } },
        Spec = new V1PodSpec { NodeName = "operon-node-1", Containers = [.. containers], TerminationGracePeriodSeconds = 20 },
    };

    public static V1Container Shell(string script, string name = "main") =>
        new() { Name = name, Image = "busybox", Command = ["sh", "-c", script] };

    public PodWorker Start(V1Pod pod)
    {
        var worker = new PodWorker(Services, pod, _stop.Token);
        _workers.Add(worker);
        return worker;
    }

    public Task<V1PodStatus> StatusAsync(V1Pod pod, Func<V1PodStatus, bool> condition, string what, TimeSpan? within = null) =>
        Eventually.GetAsync(
            () => Task.FromResult(Api.Status(pod) is { } status && condition(status) ? status : null),
            what,
            within,
            () => Describe(pod));

    public string Describe(V1Pod pod)
    {
        var status = Api.Status(pod);
        var logs = Directory.EnumerateFiles(DataDirectory, "*.log", SearchOption.AllDirectories).Select(path => $"--- {path}\n{File.ReadAllText(path)}");
        return $"Status: {(status is null ? "none" : PodStatusPatch.Text(status))}\nEvents:\n{string.Join('\n', Api.Events)}\n{string.Join('\n', logs)}";
    }

    public string Log(V1Pod pod, string container = "main", int restart = 0)
    {
        var path = new PodDirectories(DataDirectory, pod).Log(container, restart);
        return File.Exists(path) ? string.Join('\n', File.ReadAllLines(path).Select(line => line.Split(' ', 4)[3])) : "";
    }

    public static V1Pod Deleted(V1Pod pod, long graceSeconds = 20) => new()
    {
        Metadata = new V1ObjectMeta
        {
            Name = pod.Metadata.Name,
            NamespaceProperty = pod.Metadata.NamespaceProperty,
            Uid = pod.Metadata.Uid,
            DeletionTimestamp = DateTime.UtcNow,
            DeletionGracePeriodSeconds = graceSeconds,
        },
        Spec = pod.Spec,
        Status = pod.Status,
    };

    public static bool IsReady(V1PodStatus status) => status.Conditions.Any(condition => condition is { Type: "Ready", Status: "True" });

    public async ValueTask DisposeAsync()
    {
        await _stop.CancelAsync();
        await Task.WhenAll(_workers.Select(worker => worker.Completion)).WaitAsync(TimeSpan.FromSeconds(20));
        _stop.Dispose();
        await Network.DisposeAsync();
        _directory.Dispose();
    }
}
