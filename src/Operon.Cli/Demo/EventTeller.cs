using k8s.Models;
using Operon.Kubernetes;

namespace Operon.Cli.Demo;

/// <summary>Shows the Events of a namespace as they are published.</summary>
internal sealed class EventTeller(IKubernetesClient client, Narrator narrator)
{
    private static readonly HashSet<string> _chatter = ["Pulled", "Created", "Scheduled", "SuccessfulCreate", "SuccessfulDelete", "ScalingReplicaSet", "LeaderElection"];

    /// <summary>Watches until cancelled.</summary>
    public async Task TellAsync(string namespaceName, CancellationToken cancellationToken)
    {
        try
        {
            var events = client.Resource(ResourceKinds.Event);
            var start = (await events.ListAsync(namespaceName, null, cancellationToken)).ResourceVersion;
            var watch = events.WatchAsync(namespaceName, new WatchOptions { ResourceVersion = start }, cancellationToken);
            await foreach (var frame in watch)
            {
                if (frame.Type is WatchEventType.Added or WatchEventType.Modified && !_chatter.Contains(frame.Object.Reason))
                {
                    Tell(frame.Object);
                }
            }
        }
        catch (OperationCanceledException) when (cancellationToken.IsCancellationRequested)
        {
            // The story is over.
        }
    }

    private void Tell(Corev1Event published) =>
        narrator.Note($"event {published.Type} {published.InvolvedObject.Kind}/{published.InvolvedObject.Name}: {published.Reason}: {published.Message}");
}
