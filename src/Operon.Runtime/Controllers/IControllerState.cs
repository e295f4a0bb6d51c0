using Operon.Kubernetes;

namespace Operon.Runtime;

/// <summary>What can be seen of any controller, whatever its keys: for debug pages and health checks.</summary>
public interface IControllerState
{
    /// <summary>Its name in logs and metrics; unique in the manager.</summary>
    string Name { get; }

    /// <summary>The kind it reconciles; null when its keys are not objects.</summary>
    ResourceType? Type { get; }

    /// <summary>How many keys it works on at the same time.</summary>
    int Workers { get; }

    /// <summary>Whether reconciles are running: the sources are in sync and, where needed, this replica leads.</summary>
    bool IsReconciling { get; }

    /// <summary>Keys that are due and wait for a worker.</summary>
    int QueueDepth { get; }

    /// <summary>What it did lately, and why.</summary>
    IReconcileJournal Journal { get; }
}
