using Microsoft.Extensions.Logging.Abstractions;
using Operon.Kubernetes;
using Operon.LocalCluster;
using Operon.Runtime;

namespace Operon.Testing;

/// <summary>The built-in controllers, at work.</summary>
internal sealed class ControllerRun : IAsyncDisposable
{
    private readonly CancellationTokenSource _stop = new();
    private readonly DirectoryInfo _volumes;
    private readonly Task _run;

    private ControllerRun(IKubernetesClient client, string authority, TestClusterOptions options)
    {
        _volumes = Directory.CreateTempSubdirectory("operon-test-volumes-");
        var manager = new ControllerManager(client, new ControllerManagerOptions
        {
            TimeProvider = options.TimeProvider,
            LoggerFactory = options.LoggerFactory ?? NullLoggerFactory.Instance,
        });
        BuiltInControllers.AddTo(manager, new BuiltInControllerOptions { VolumesDirectory = _volumes.FullName, CertificateAuthority = authority });
        _run = manager.RunAsync(_stop.Token);
    }

    public static ControllerRun Start(IKubernetesClient client, string authority, TestClusterOptions options) => new(client, authority, options);

    public async ValueTask DisposeAsync()
    {
        await _stop.CancelAsync();
        await _run;
        _stop.Dispose();
        _volumes.Delete(recursive: true);
    }
}
