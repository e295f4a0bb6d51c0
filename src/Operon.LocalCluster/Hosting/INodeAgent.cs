using Operon.ApiServer;
using Operon.Runtime;

namespace Operon.LocalCluster;

/// <summary>What runs the pods: it registers nodes and follows the pods that are bound to them.</summary>
public interface INodeAgent
{
    /// <summary>Where the API server reads the logs of this agent's pods; null when there are none.</summary>
    IPodLogSource? Logs { get; }

    /// <summary>Adds the agent's controllers and runnables to the cluster's manager. Called once, before the manager runs.</summary>
    void AddTo(ControllerManager manager);
}
