using System.Text.Json.Nodes;
using Microsoft.Extensions.Logging;
using Operon.ApiServer.Http;
using Operon.ApiServer.Resources;
using Operon.ApiServer.Storage;

namespace Operon.ApiServer.CustomResources;

/// <summary>Deletes all custom resources of a CRD that is being deleted, waits for their finalizers, then lets the CRD go. Ends watches of what is no longer served as it was.</summary>
internal sealed partial class CustomResourceCleanup(ObjectStore store, ResourceRegistry registry, ObjectWriter writer, ObjectDeleter deleter, TimeProvider time, ILogger logger)
{
    public const string Finalizer = "customresourcecleanup.apiextensions.k8s.io";

    private static readonly TimeSpan RetryDelay = TimeSpan.FromMilliseconds(250);

    public async Task RunAsync(CancellationToken cancellationToken)
    {
        while (!cancellationToken.IsCancellationRequested)
        {
            try
            {
                await FollowAsync(cancellationToken).ConfigureAwait(false);
            }
            catch (OperationCanceledException) when (cancellationToken.IsCancellationRequested)
            {
                return;
            }
        }
    }

    private async Task FollowAsync(CancellationToken cancellationToken)
    {
        using var watcher = store.Watch(StorageNames.CustomResourceDefinitions, "", null, null);
        var pending = watcher.Snapshot.Objects.Where(item => item.Decode().IsDeleting()).Select(item => item.Name).ToHashSet();
        while (true)
        {
            foreach (var name in pending.ToList())
            {
                if (await TryFinishAsync(name).ConfigureAwait(false))
                {
                    pending.Remove(name);
                }
            }

            if (pending.Count > 0)
            {
                await Task.Delay(RetryDelay, cancellationToken).ConfigureAwait(false);
            }
            else if (!await watcher.Events.WaitToReadAsync(cancellationToken).ConfigureAwait(false))
            {
                return;
            }

            while (watcher.Events.TryRead(out var change))
            {
                Note(change, pending);
            }
        }
    }

    private void Note(StoreEvent change, HashSet<string> pending)
    {
        var crd = change.Object.Decode();
        if (change.Type == StoreEventType.Deleted || (change.Type == StoreEventType.Modified && !JsonNode.DeepEquals(crd["spec"], change.Previous?.Decode()["spec"])))
        {
            store.CloseWatchers(StorageNames.Of(crd.Object("spec").Text("group"), crd.Object("spec").Object("names").Text("plural")));
        }

        if (change.Type != StoreEventType.Deleted && crd.IsDeleting())
        {
            pending.Add(change.Object.Name);
        }
    }

    private async Task<bool> TryFinishAsync(string name)
    {
        if (store.Find(StorageNames.CustomResourceDefinitions, "", name)?.Decode() is not { } crd || !crd.IsDeleting() || !crd.Object("metadata").Texts("finalizers").Contains(Finalizer))
        {
            return true;
        }

        var spec = crd.Object("spec");
        var storage = StorageNames.Of(spec.Text("group"), spec.Object("names").Text("plural"));
        try
        {
            if (registry.Current.ByStorageName(storage) is { } resource)
            {
                foreach (var item in store.State.Objects(storage))
                {
                    await DeleteAsync(resource, item).ConfigureAwait(false);
                }
            }

            var definitions = registry.BuiltIn("apiextensions.k8s.io", "v1", "customresourcedefinitions");
            if (store.State.Objects(storage).Count > 0)
            {
                await writer.UpdateAsync(definitions, "", name, UpdateTarget.Subresource, "status", Terminating, WriteContext.Internal).ConfigureAwait(false);
                return false;
            }

            await writer.UpdateAsync(definitions, "", name, UpdateTarget.Subresource, "status", WithoutFinalizer, WriteContext.Internal).ConfigureAwait(false);
            return true;
        }
        catch (StatusException error)
        {
            LogRetry(logger, error, name);
            return error.Code == 404;
        }
    }

    private async Task DeleteAsync(ServedResource resource, StoredObject item)
    {
        try
        {
            await deleter.DeleteAsync(resource, item.Namespace, item.Name, new DeleteOptions(), WriteContext.Internal).ConfigureAwait(false);
        }
        catch (StatusException gone) when (gone.Code == 404)
        {
            // Already deleted by somebody else.
        }
    }

    private JsonObject Terminating(JsonObject crd)
    {
        Conditions.Set(crd.Ensure("status"), "Terminating", true, "InstanceDeletionInProgress", "CustomResource deletion is in progress", time.GetUtcNow().Rfc3339());
        return crd;
    }

    private static JsonObject WithoutFinalizer(JsonObject crd)
    {
        crd.Metadata()["finalizers"] = JsonTree.Strings(crd.Object("metadata").Texts("finalizers").Where(finalizer => finalizer != Finalizer));
        return crd;
    }

    [LoggerMessage(10, LogLevel.Warning, "CustomResourceDefinition {Name} cannot be removed yet; trying again")]
    private static partial void LogRetry(ILogger logger, Exception error, string name);
}
