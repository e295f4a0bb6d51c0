namespace Operon.Runtime;

/// <summary>
/// When a runnable starts and stops. Groups start in the order of their values, each once everything before it is ready; they stop as
/// <see cref="Everywhere"/> (and <see cref="WarmUp"/> beside it), <see cref="Leader"/>, <see cref="Caches"/>, <see cref="Webhooks"/>, <see cref="Servers"/>.
/// </summary>
public enum RunnableGroup
{
    /// <summary>Endpoints for health and metrics: first to start and last to stop, so that a start and a stop can be watched.</summary>
    Servers,

    /// <summary>Webhook servers: before the caches, because lists of converted kinds need an answer from them.</summary>
    Webhooks,

    /// <summary>What fills caches. The manager's own caches run here.</summary>
    Caches,

    /// <summary>Work of every replica, leader or not.</summary>
    Everywhere,

    /// <summary>Preparation on every replica, so that a new leader starts with everything at hand.</summary>
    WarmUp,

    /// <summary>Work of the leader only: the default for runnables and controllers.</summary>
    Leader,
}
