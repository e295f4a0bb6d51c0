using k8s.Models;
using Operon.ApiServer;
using Operon.Kubernetes;
using Operon.LocalCluster.Nodes.Simulation;
using Operon.Runtime;

namespace Operon.LocalCluster;

/// <summary>
/// Nodes without processes: pods walk from Pending to Running and Ready with made-up addresses, pods of Jobs end, deleted pods go. For tests
/// of operators and controllers with any number of pods. Annotations on a pod change its fate: <c>simulation.operon.dev/ready: "false"</c>
/// keeps it unready, <c>simulation.operon.dev/phase: Succeeded</c> or <c>Failed</c> makes it end so.
/// </summary>
public sealed class SimulatedNodeAgent(SimulatedNodeAgentOptions options) : INodeAgent
{
    /// <inheritdoc/>
    public IPodLogSource? Logs => null;

    /// <inheritdoc/>
    public void AddTo(ControllerManager manager)
    {
        ArgumentNullException.ThrowIfNull(manager);
        var names = SimulatedNodes.Names(options.Nodes).ToHashSet(StringComparer.Ordinal);
        var nodes = new SimulatedNodes(manager.Client, manager.TimeProvider);
        manager.AddRunnable(token => nodes.RegisterAsync(options.Nodes, token));
        manager.Controller("simulated-node", ResourceKinds.Pod)
            .WithConcurrency(4)
            .WithOwnEvents()
            .ReconcileWith(new SimulatedPodReconciler(manager.Client, manager.Cache(ResourceKinds.Pod), names, options, manager.TimeProvider));
    }
}
