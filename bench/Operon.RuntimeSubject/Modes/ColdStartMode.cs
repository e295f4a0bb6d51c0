using System.Diagnostics;
using Operon.Kubernetes;
using Operon.Runtime;

namespace Operon.RuntimeSubject.Modes;

/// <summary>B8: from the start of the process to its first reconcile.</summary>
internal static class ColdStartMode
{
    public static async Task RunAsync(IKubernetesClient client)
    {
        var first = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        var manager = new ControllerManager(client);
        manager.Controller("cold-start", ResourceKinds.Metadata(ResourceKinds.Namespace.Type)).ReconcileWith((_, _) =>
        {
            first.TrySetResult();
            return Task.FromResult(ReconcileResult.Done);
        });
        await using var running = new Running(manager);
        await first.Task;
        Output.Mark("first");
        await Output.WaitAsync();
        Output.Value("resident_mib", Environment.WorkingSet / 1048576.0);
    }
}
