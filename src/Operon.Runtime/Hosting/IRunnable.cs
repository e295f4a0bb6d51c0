namespace Operon.Runtime;

/// <summary>Something a <see cref="ControllerManager"/> runs beside its controllers.</summary>
public interface IRunnable
{
    /// <summary>When it starts and stops. Default: on the leader only.</summary>
    RunnableGroup Group => RunnableGroup.Leader;

    /// <summary>Runs until cancelled. An exception stops the manager; returning early does not.</summary>
    Task RunAsync(CancellationToken cancellationToken);

    /// <summary>Returns when the groups that start after this one may start, such as when a port is open. Default: at once.</summary>
    Task WaitUntilReadyAsync(CancellationToken cancellationToken) => Task.CompletedTask;
}
