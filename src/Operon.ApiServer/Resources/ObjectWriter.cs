using System.Globalization;
using System.Text.Json.Nodes;
using Operon.ApiServer.Admission;
using Operon.ApiServer.Errors;
using Operon.ApiServer.Http;
using Operon.ApiServer.Schemas;
using Operon.ApiServer.Storage;

namespace Operon.ApiServer.Resources;

/// <summary>Creates and updates objects: defaults, admission, validation, ownership of fields and the optimistic commit, in the real server's order.</summary>
internal sealed class ObjectWriter(ObjectStore store, AdmissionChain admission, TimeProvider time)
{
    private const int MaxConflicts = 5;
    private const int MaxNameTries = 8;
    private const int MaxStoredBytes = 1536 * 1024;

    public async Task<StoredObject> CreateAsync(ServedResource resource, string ns, JsonObject obj, WriteContext context, bool track = true)
    {
        CheckNamespace(resource, ns, obj);
        if (resource.Custom is { IsTerminating: true })
        {
            throw Refusal.MethodNotAllowed($"create not allowed while custom resource definition is terminating");
        }

        var metadata = obj.Metadata();
        var generate = metadata.Text("generateName");
        var generated = metadata.Text("name").Length == 0 && generate.Length > 0;
        if (metadata["resourceVersion"].Text() is { Length: > 0 })
        {
            throw Refusal.BadRequest("resourceVersion should not be set on objects to be created");
        }

        for (var attempt = 1; ; attempt++)
        {
            var candidate = generated ? (JsonObject)obj.DeepClone() : obj;
            if (generated)
            {
                candidate.Metadata()["name"] = NameGenerator.Generate(generate);
            }

            try
            {
                return await CreateOnceAsync(resource, ns, candidate, generated, context, track).ConfigureAwait(false);
            }
            catch (StoreConflictException conflict) when (conflict.Conflict == StoreConflict.AlreadyExists)
            {
                if (!generated || attempt == MaxNameTries)
                {
                    throw Refusal.AlreadyExists(resource, candidate.Name());
                }
            }
        }
    }

    /// <summary>
    /// Applies <paramref name="change"/> to the live object (it may return the tree it was given) and commits the result. When somebody else was
    /// faster it starts over, unless the change itself named the revision it was made for.
    /// </summary>
    public async Task<StoredObject> UpdateAsync(ServedResource resource, string ns, string name, UpdateTarget target, string? subresource, Func<JsonObject, JsonObject> change, WriteContext context, bool track = true, SubresourceView? view = null)
    {
        for (var attempt = 1; ; attempt++)
        {
            var stored = store.Find(resource.StorageName, ns, name) ?? throw Refusal.NotFound(resource, name);
            try
            {
                return await UpdateOnceAsync(resource, stored, target, subresource, change, context, track, view).ConfigureAwait(false);
            }
            catch (StoreConflictException)
            {
                if (attempt == MaxConflicts)
                {
                    throw Refusal.Modified(resource, name);
                }
            }
        }
    }

    private async Task<StoredObject> CreateOnceAsync(ServedResource resource, string ns, JsonObject obj, bool generated, WriteContext context, bool track)
    {
        var strategy = resource.Rules.Strategy;
        var metadata = obj.Metadata();
        metadata.Remove("resourceVersion");
        metadata["uid"] = Guid.NewGuid().ToString();
        metadata["creationTimestamp"] = time.GetUtcNow().Rfc3339();
        Default(resource, obj);
        strategy.PrepareForCreate(obj);
        // Before admission, so that nobody comes to own what admission adds.
        if (track)
        {
            FieldTracking.Track(resource, null, obj, context, null, time.GetUtcNow());
        }

        using var request = new AdmissionRequest(resource, AdmissionOperation.Create, ns, obj.Name(), obj, null, null, context) { HasGeneratedName = generated };
        await admission.MutateAsync(request).ConfigureAwait(false);
        if (request.WasPatched)
        {
            CheckNamespace(resource, ns, obj);
            strategy.PrepareForCreate(obj);
        }

        await admission.AllocateAsync(request).ConfigureAwait(false);
        Default(resource, obj);
        if (resource.Rules.Strategy.Validate(obj) is { Count: > 0 } errors || (errors = ObjectDecoder.ValidateSchema(resource, obj, null, context)) is { Count: > 0 })
        {
            throw Refusal.Invalid(resource, obj.Name(), errors);
        }

        await admission.ValidateAsync(request).ConfigureAwait(false);
        var draft = Encode(resource, obj);
        if (context.DryRun)
        {
            return store.Find(resource.StorageName, ns, obj.Name()) is null
                ? DryRun(resource, ns, obj, 0)
                : throw new StoreConflictException(StoreConflict.AlreadyExists, resource.StorageName, obj.Name());
        }

        return await store.CreateAsync(resource.StorageName, ns, obj.Name(), draft).ConfigureAwait(false);
    }

    private async Task<StoredObject> UpdateOnceAsync(ServedResource resource, StoredObject stored, UpdateTarget target, string? subresource, Func<JsonObject, JsonObject> change, WriteContext context, bool track, SubresourceView? view)
    {
        var live = ObjectEncoder.Decode(resource, stored);
        var updated = change((JsonObject)live.DeepClone());
        CheckNamespace(resource, stored.Namespace, updated);
        CheckIdentity(resource, stored, live, updated);
        Default(resource, updated);
        Prepare(resource, target, updated, live);
        if (track)
        {
            FieldTracking.Track(resource, live, updated, context, subresource, time.GetUtcNow());
        }

        using var request = new AdmissionRequest(resource, AdmissionOperation.Update, stored.Namespace, stored.Name, updated, live, subresource, context) { View = view };
        await admission.MutateAsync(request).ConfigureAwait(false);
        if (request.WasPatched)
        {
            CheckNamespace(resource, stored.Namespace, updated);
            CheckIdentity(resource, stored, live, updated);
            Default(resource, updated);
            Prepare(resource, target, updated, live);
        }

        await admission.AllocateAsync(request).ConfigureAwait(false);
        var errors = Validate(resource, target, updated, live, context);
        if (errors.Count > 0)
        {
            throw Refusal.Invalid(resource, stored.Name, errors);
        }

        await admission.ValidateAsync(request).ConfigureAwait(false);
        updated.Metadata()["resourceVersion"] = live.Metadata()["resourceVersion"]?.DeepClone();
        if (FieldTracking.IsNoOp(live, updated))
        {
            return stored;
        }

        var ends = Deletion.IsComplete(resource, updated);
        if (context.DryRun)
        {
            return DryRun(resource, stored.Namespace, updated, stored.Revision);
        }

        var draft = Encode(resource, updated);
        return ends ? await store.DeleteAsync(stored, draft).ConfigureAwait(false) : await store.UpdateAsync(stored, draft).ConfigureAwait(false);
    }

    private static void Prepare(ServedResource resource, UpdateTarget target, JsonObject updated, JsonObject live)
    {
        switch (target)
        {
            case UpdateTarget.Main:
                resource.Rules.Strategy.PrepareForUpdate(updated, live);
                break;
            case UpdateTarget.Status:
                resource.Rules.Strategy.PrepareForStatusUpdate(updated, live);
                break;
        }
    }

    private static List<FieldError> Validate(ServedResource resource, UpdateTarget target, JsonObject updated, JsonObject live, WriteContext context)
    {
        var strategy = resource.Rules.Strategy;
        var errors = new List<FieldError>();
        if (target == UpdateTarget.Status)
        {
            errors.AddRange(strategy.ValidateStatusUpdate(updated, live));
        }
        else
        {
            errors.AddRange(strategy.Validate(updated));
            errors.AddRange(target == UpdateTarget.Main ? strategy.ValidateUpdate(updated, live) : []);
        }

        if (errors.Count == 0)
        {
            errors.AddRange(ObjectDecoder.ValidateSchema(resource, updated, live, context));
        }

        return errors;
    }

    private static void CheckIdentity(ServedResource resource, StoredObject stored, JsonObject live, JsonObject updated)
    {
        var metadata = updated.Metadata();
        if (metadata["name"].Text() is { } name && name.Length > 0 && name != stored.Name)
        {
            throw Refusal.BadRequest($"the name of the object ({name}) does not match the name on the URL ({stored.Name})");
        }

        var uid = metadata.Text("uid");
        if (uid.Length > 0 && uid != live.Uid())
        {
            throw Refusal.Conflict(resource, stored.Name, $"Precondition failed: UID in precondition: {uid}, UID in object meta: {live.Uid()}");
        }

        var revision = metadata.Text("resourceVersion");
        if (revision.Length == 0 && !resource.Rules.Strategy.AllowsUnconditionalUpdate)
        {
            throw Refusal.Invalid(resource, stored.Name, [FieldError.Invalid("metadata.resourceVersion", "0", "must be specified for an update")]);
        }

        if (revision.Length > 0 && revision != "0" && revision != stored.Revision.ToString(CultureInfo.InvariantCulture))
        {
            throw Refusal.Modified(resource, stored.Name);
        }

        metadata["name"] = stored.Name;
        metadata["uid"] = live.Uid();
        metadata["creationTimestamp"] = live.Metadata()["creationTimestamp"]?.DeepClone();
    }

    private static void CheckNamespace(ServedResource resource, string ns, JsonObject obj)
    {
        var metadata = obj.Metadata();
        var given = metadata.Text("namespace");
        if (!resource.Namespaced)
        {
            if (given.Length > 0)
            {
                throw Refusal.BadRequest($"the namespace of the provided object does not match the namespace sent on the request: {resource.Kind} is not namespaced, leave metadata.namespace out");
            }

            metadata.Remove("namespace");
            return;
        }

        if (given.Length > 0 && given != ns)
        {
            throw Refusal.BadRequest("the namespace of the provided object does not match the namespace sent on the request");
        }

        metadata["namespace"] = ns;
    }

    private static void Default(ServedResource resource, JsonObject obj)
    {
        DropEmpty(obj.Metadata());
        SchemaDefaulter.Apply(obj, resource.Schema);
        resource.Rules.Strategy.Default(obj);
    }

    // Removing the last label must leave no empty map behind: clients and applied field sets compare.
    private static void DropEmpty(JsonObject metadata)
    {
        foreach (var member in (ReadOnlySpan<string>)["labels", "annotations", "finalizers", "ownerReferences"])
        {
            if (metadata[member] is JsonObject { Count: 0 } or JsonArray { Count: 0 })
            {
                metadata.Remove(member);
            }
        }
    }

    private static ObjectDraft Encode(ServedResource resource, JsonObject obj)
    {
        var index = resource.Rules.Index(obj);
        VersionConversion.Convert(obj, resource.Kind, resource.StorageApiVersion);
        var clean = resource.Custom is not null && resource.ApiVersion == resource.StorageApiVersion ? resource.Schema : null;
        Order(obj);
        var draft = ObjectDraft.Encode(obj, resource.ApiVersion == resource.StorageApiVersion ? index : null, clean);
        return draft.Length <= MaxStoredBytes
            ? draft
            : throw Refusal.TooLarge($"{resource.GroupResource} \"{obj.Name()}\" is {draft.Length} bytes; the limit for one object is {MaxStoredBytes}");
    }

    // Kind first, then apiVersion and metadata, as everybody expects to read them.
    private static void Order(JsonObject obj)
    {
        var members = obj.ToList();
        obj.Clear();
        foreach (var (name, value) in members.OrderBy(member => member.Key switch { "kind" => 0, "apiVersion" => 1, "metadata" => 2, _ => 3 }))
        {
            obj[name] = value;
        }
    }

    private static StoredObject DryRun(ServedResource resource, string ns, JsonObject obj, long revision)
    {
        if (revision == 0)
        {
            obj.Metadata().Remove("resourceVersion");
        }

        return new StoredObject(resource.StorageName, ns, obj.Name(), JsonBytes.Encode(obj), revision, null, null) { CleanFor = resource.Schema };
    }
}
