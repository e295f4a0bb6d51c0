using System.Globalization;
using System.Text.Json.Nodes;
using Operon.ApiServer.Admission;
using Operon.ApiServer.Http;
using Operon.ApiServer.Storage;

namespace Operon.ApiServer.Resources;

/// <summary>Deletes objects: at once, or by marking them until finalizers and grace periods are over.</summary>
internal sealed class ObjectDeleter(ObjectStore store, AdmissionChain admission, ObjectEncoder encoder, TimeProvider time)
{
    private const string OrphanFinalizer = "orphan";
    private const string ForegroundFinalizer = "foregroundDeletion";

    /// <summary>The object's last state, and whether it is gone.</summary>
    public async Task<(StoredObject Object, bool Gone)> DeleteAsync(ServedResource resource, string ns, string name, DeleteOptions options, WriteContext context)
    {
        while (true)
        {
            var stored = store.Find(resource.StorageName, ns, name) ?? throw Refusal.NotFound(resource, name);
            try
            {
                return await DeleteOnceAsync(resource, stored, options, context).ConfigureAwait(false);
            }
            catch (StoreConflictException)
            {
                // Somebody wrote in between: look again; preconditions are checked against what is there then.
            }
        }
    }

    private async Task<(StoredObject Object, bool Gone)> DeleteOnceAsync(ServedResource resource, StoredObject stored, DeleteOptions options, WriteContext context)
    {
        var live = await encoder.DecodeAsync(resource, stored, context.Aborted).ConfigureAwait(false);
        CheckPreconditions(resource, stored, live, options);
        using var request = new AdmissionRequest(resource, AdmissionOperation.Delete, stored.Namespace, stored.Name, live, live, null, context) { Delete = options };
        await admission.ValidateBuiltInAsync(request).ConfigureAwait(false);
        await admission.AskWebhooksAsync(request).ConfigureAwait(false);
        var updated = (JsonObject)live.DeepClone();
        var grace = Grace(resource, live, options);
        var alreadyDeleting = live.IsDeleting();
        SetFinalizers(updated, options.Propagation);
        if (grace == 0 && !Deletion.HasFinalizers(resource, updated))
        {
            if (context.DryRun)
            {
                return (stored, true);
            }

            var last = await encoder.DraftAsync(resource, updated, context.Aborted).ConfigureAwait(false);
            return (await store.DeleteAsync(stored, last).ConfigureAwait(false), true);
        }

        Mark(resource, updated, grace, alreadyDeleting);
        if (context.DryRun || FieldTracking.IsNoOp(live, updated))
        {
            return (stored, false);
        }

        var draft = await encoder.DraftAsync(resource, updated, context.Aborted).ConfigureAwait(false);
        return (await store.UpdateAsync(stored, draft).ConfigureAwait(false), false);
    }

    private static void CheckPreconditions(ServedResource resource, StoredObject stored, JsonObject live, DeleteOptions options)
    {
        if (options.Uid is { } uid && uid != live.Uid())
        {
            throw Refusal.PreconditionFailed(resource, stored.Name, $"the UID in the precondition ({uid}) does not match the UID in record ({live.Uid()}). The object might have been deleted and then recreated");
        }

        var revision = stored.Revision.ToString(CultureInfo.InvariantCulture);
        if (options.ResourceVersion is { } expected && expected != revision)
        {
            throw Refusal.PreconditionFailed(resource, stored.Name, $"the ResourceVersion in the precondition ({expected}) does not match the ResourceVersion in record ({revision}). The object might have been modified");
        }
    }

    // Only pods end gracefully; one that no node runs, or that has ended, needs no time.
    private static long Grace(ServedResource resource, JsonObject live, DeleteOptions options)
    {
        if (resource.StorageName != StorageNames.Pods)
        {
            return 0;
        }

        if (live.Object("spec").Text("nodeName").Length == 0 || live.Object("status").Text("phase") is "Succeeded" or "Failed")
        {
            return 0;
        }

        var grace = Math.Max(0, options.GracePeriodSeconds ?? live.Object("spec")?["terminationGracePeriodSeconds"].Integer() ?? 30);
        return live.IsDeleting() ? Math.Min(grace, live.Object("metadata")?["deletionGracePeriodSeconds"].Integer() ?? grace) : grace;
    }

    private static void SetFinalizers(JsonObject obj, string? propagation)
    {
        var finalizers = obj.Object("metadata").Texts("finalizers").ToList();
        switch (propagation)
        {
            case "Orphan":
                finalizers.Remove(ForegroundFinalizer);
                Add(finalizers, OrphanFinalizer);
                break;
            case "Foreground":
                finalizers.Remove(OrphanFinalizer);
                Add(finalizers, ForegroundFinalizer);
                break;
            case "Background":
                finalizers.Remove(OrphanFinalizer);
                finalizers.Remove(ForegroundFinalizer);
                break;
        }

        if (finalizers.Count > 0)
        {
            obj.Metadata()["finalizers"] = JsonTree.Strings(finalizers);
        }
        else
        {
            obj.Metadata().Remove("finalizers");
        }
    }

    private static void Add(List<string> finalizers, string finalizer)
    {
        if (!finalizers.Contains(finalizer))
        {
            finalizers.Add(finalizer);
        }
    }

    private void Mark(ServedResource resource, JsonObject obj, long grace, bool alreadyDeleting)
    {
        var metadata = obj.Metadata();
        var before = metadata["deletionGracePeriodSeconds"].Integer();
        if (!alreadyDeleting || grace < before)
        {
            metadata["deletionTimestamp"] = time.GetUtcNow().AddSeconds(grace).Rfc3339();
            metadata["deletionGracePeriodSeconds"] = grace;
        }

        if (!alreadyDeleting && metadata["generation"].Integer() is { } generation)
        {
            metadata["generation"] = generation + 1;
        }

        if (resource.StorageName == StorageNames.Namespaces)
        {
            obj.Ensure("status")["phase"] = "Terminating";
        }
    }
}
