using k8s.Models;
using Operon.Cli.Output;
using Operon.Kubernetes;
using Spectre.Console;

namespace Operon.Cli.Etcd;

/// <summary>Everything about one cluster on one page, once or live.</summary>
internal sealed class StatusPage(EtcdSession session, TextWriter output, OutputFormat format)
{
    private const int EventCount = 10;

    /// <summary>Prints the page; tells whether the cluster is ready.</summary>
    public async Task<bool> ShowAsync(string name, CancellationToken cancellationToken)
    {
        var cluster = await session.ClusterAsync(name, cancellationToken);
        Write(cluster, await EventsAsync(cluster, cancellationToken));
        return new ClusterView(cluster) is { IsReady: true, IsStale: false };
    }

    /// <summary>Shows the page again after each change, until cancelled or until the cluster is deleted; on a terminal always in the same place.</summary>
    public async Task<int> WatchAsync(string name, IAnsiConsole? terminal, CancellationToken cancellationToken)
    {
        var first = await session.ClusterAsync(name, cancellationToken);
        if (terminal is null || format != OutputFormat.Text)
        {
            await FollowAsync(first, Write, cancellationToken);
            return 0;
        }

        await terminal.Live(new Text("")).StartAsync(live => FollowAsync(
            first,
            (cluster, events) =>
            {
                live.UpdateTarget(new Text(string.Join('\n', Lines(cluster, events))));
                live.Refresh();
            },
            cancellationToken));
        return 0;
    }

    private async Task FollowAsync(UntypedObject first, Action<UntypedObject, IReadOnlyList<Corev1Event>> show, CancellationToken cancellationToken)
    {
        var options = new WatchOptions { FieldSelector = $"metadata.name={first.Metadata.Name}" };
        try
        {
            while (true)
            {
                await foreach (var frame in session.Client.Resource(EtcdKind.Cluster).WatchAsync(first.Metadata.NamespaceProperty, options, cancellationToken))
                {
                    if (frame.Type == WatchEventType.Deleted)
                    {
                        await output.WriteLineAsync($"EtcdCluster {first.Metadata.Name} was deleted");
                        return;
                    }

                    if (frame.Type is WatchEventType.Added or WatchEventType.Modified)
                    {
                        show(frame.Object, await EventsAsync(frame.Object, cancellationToken));
                    }
                }

                await Task.Delay(TimeSpan.FromSeconds(1), cancellationToken);
            }
        }
        catch (OperationCanceledException) when (cancellationToken.IsCancellationRequested)
        {
            // Ctrl-C is how a live view is meant to end.
        }
    }

    private Task<IReadOnlyList<Corev1Event>> EventsAsync(UntypedObject cluster, CancellationToken cancellationToken) =>
        new ClusterNews(session.Client).ReadAsync(cluster, EventCount, cancellationToken);

    private void Write(UntypedObject cluster, IReadOnlyList<Corev1Event> events)
    {
        if (format == OutputFormat.Text)
        {
            foreach (var line in Lines(cluster, events))
            {
                output.WriteLine(line);
            }

            return;
        }

        var document = new ClusterView(cluster).ToJson();
        document["events"] = ClusterNews.ToJson(events);
        StructuredOutput.Write(output, format, document);
    }

    private static IEnumerable<string> Lines(UntypedObject cluster, IReadOnlyList<Corev1Event> events) =>
        [.. new ClusterView(cluster).ToLines(), "", events.Count == 0 ? "no Events" : "EVENTS (UTC)", .. events.Select(ClusterNews.ToLine)];
}
