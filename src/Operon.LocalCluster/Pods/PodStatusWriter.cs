using System.Threading.Channels;
using k8s.Models;
using Microsoft.Extensions.Logging;
using Operon.Kubernetes;

namespace Operon.LocalCluster.Pods;

/// <summary>Writes a pod's status after changes, several quick ones as one write, and not at all when nothing differs.</summary>
internal sealed partial class PodStatusWriter
{
    private static readonly TimeSpan Gathering = TimeSpan.FromMilliseconds(20);
    private static readonly TimeSpan Retry = TimeSpan.FromSeconds(1);

    private readonly Channel<bool> _changes = Channel.CreateBounded<bool>(new BoundedChannelOptions(1) { FullMode = BoundedChannelFullMode.DropWrite });
    private readonly PodContext _context;
    private readonly Func<PodObservation> _observe;
    private readonly ILogger _logger;
    private V1PodStatus? _written;

    public PodStatusWriter(PodContext context, Func<PodObservation> observe)
    {
        _context = context;
        _observe = observe;
        _logger = context.Services.LoggerFactory.CreateLogger<PodStatusWriter>();
        context.Changed += () => _changes.Writer.TryWrite(true);
        _changes.Writer.TryWrite(true);
    }

    /// <summary>Writes until cancelled.</summary>
    public async Task RunAsync(CancellationToken cancellationToken)
    {
        try
        {
            await foreach (var _ in _changes.Reader.ReadAllAsync(cancellationToken))
            {
                await Task.Delay(Gathering, _context.Services.Time, cancellationToken);
                try
                {
                    await WriteAsync(cancellationToken);
                }
#pragma warning disable CA1031 // A pod whose status is never written again would be lost to everybody who waits for it.
                catch (Exception error) when (!cancellationToken.IsCancellationRequested)
#pragma warning restore CA1031
                {
                    Log.WriteFailed(_logger, _context.Pod.Metadata.NamespaceProperty, _context.Pod.Metadata.Name, error);
                    await Task.Delay(Retry, _context.Services.Time, cancellationToken);
                    _changes.Writer.TryWrite(true);
                }
            }
        }
        catch (OperationCanceledException) when (cancellationToken.IsCancellationRequested)
        {
        }
    }

    /// <summary>Writes the present status if it differs from the last written one.</summary>
    public async Task WriteAsync(CancellationToken cancellationToken)
    {
        var pod = _context.Pod;
        var status = PodStatusBuilder.Build(WithWrittenConditions(pod), _observe(), _context.Now);
        if (_written is not null && PodStatusPatch.Text(_written) == PodStatusPatch.Text(status))
        {
            return;
        }

        await _context.Services.Api.PatchStatusAsync(pod, status, cancellationToken);
        _written = status;
    }

    // The API's echo of the last write may not have arrived: transition times of our conditions come from what we wrote.
    private V1Pod WithWrittenConditions(V1Pod pod)
    {
        if (_written is null)
        {
            return pod;
        }

        var foreign = (pod.Status?.Conditions ?? []).Where(condition => _written.Conditions.All(own => own.Type != condition.Type));
        return new V1Pod
        {
            Metadata = pod.Metadata,
            Spec = pod.Spec,
            Status = new V1PodStatus { QosClass = _written.QosClass, Conditions = [.. MergeForeign(pod), .. foreign] },
        };
    }

    private IEnumerable<V1PodCondition> MergeForeign(V1Pod pod) =>
        _written!.Conditions.Select(own => PodStatusBuilder.IsOwn(own.Type)
            ? own
            : pod.Status?.Conditions?.FirstOrDefault(condition => condition.Type == own.Type) ?? own);

    private static partial class Log
    {
        [LoggerMessage(2121, LogLevel.Warning, "Status of pod {Namespace}/{Pod} cannot be written; trying again")]
        public static partial void WriteFailed(ILogger logger, string @namespace, string pod, Exception error);
    }
}
