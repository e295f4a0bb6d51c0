using Operon.Kubernetes;

namespace Operon.Cli.Etcd;

/// <summary>Follows one object until it is as wanted, and tells each change.</summary>
internal sealed class ObjectFollower(EtcdSession session, TextWriter output)
{
    /// <summary>
    /// Returns the object once <paramref name="isDone"/> holds. <paramref name="describe"/> gives the line of a state, which is printed when it differs from the last
    /// one. Throws <see cref="CommandException"/> after <paramref name="patience"/>, with that line.
    /// </summary>
    public async Task<UntypedObject> FollowAsync(
        UntypedObject start, ResourceKind<UntypedObject> kind, Func<UntypedObject, bool> isDone, Func<UntypedObject, string?> describe, TimeSpan patience, CancellationToken cancellationToken)
    {
        using var limit = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        limit.CancelAfter(patience);
        var told = await TellAsync(start, describe, null);
        if (isDone(start))
        {
            return start;
        }

        var options = new WatchOptions { FieldSelector = $"metadata.name={start.Metadata.Name}" };
        try
        {
            while (true)
            {
                // Without a version the watch begins with the object as it is now, so that a watch that ended misses nothing.
                await foreach (var frame in session.Client.Resource(kind).WatchAsync(start.Metadata.NamespaceProperty, options, limit.Token))
                {
                    if (frame.Type == WatchEventType.Deleted)
                    {
                        throw new CommandException($"{start.Kind} {start.Metadata.Name} was deleted meanwhile");
                    }

                    if (frame.Type is WatchEventType.Added or WatchEventType.Modified)
                    {
                        told = await TellAsync(frame.Object, describe, told);
                        if (isDone(frame.Object))
                        {
                            return frame.Object;
                        }
                    }
                }

                await Task.Delay(TimeSpan.FromSeconds(1), limit.Token);
            }
        }
        catch (OperationCanceledException) when (!cancellationToken.IsCancellationRequested)
        {
            throw new CommandException(
                $"{start.Kind} {start.Metadata.Name} is not done after {patience.TotalSeconds:0} s{(told is null ? "" : $" ({told})")}.\n  remedy: it goes on by itself; look with kubectl describe {kind.Type.Plural} {start.Metadata.Name}, or wait longer with --timeout");
        }
    }

    private async Task<string?> TellAsync(UntypedObject now, Func<UntypedObject, string?> describe, string? told)
    {
        var line = describe(now);
        if (line is not null && line != told)
        {
            await output.WriteLineAsync(line);
        }

        return line ?? told;
    }
}
