using System.Text.Json.Nodes;
using Operon.ApiServer.Errors;

namespace Operon.ApiServer.Resources.Strategies;

/// <summary>
/// What one kind does beyond its schema: imperative defaults, the fields the server owns, validation, field selectors and scale.
/// Every method is a pure function of the trees it is given. The order of a create is <see cref="Default"/>, name and uid by the caller,
/// <see cref="PrepareForCreate"/>, <see cref="Validate"/>; of an update <see cref="Default"/>, <see cref="PrepareForUpdate"/>,
/// <see cref="Validate"/> and <see cref="ValidateUpdate"/>; of a status update <see cref="PrepareForStatusUpdate"/>, <see cref="ValidateStatusUpdate"/>.
/// </summary>
internal abstract class ResourceStrategy
{
    private static readonly HashSet<string> s_commonFields = ["metadata.name", "metadata.namespace"];

    /// <summary>A PUT to an absent name creates the object.</summary>
    public virtual bool AllowsCreateOnUpdate => false;

    /// <summary>An update without resourceVersion overwrites what is there.</summary>
    public virtual bool AllowsUnconditionalUpdate => true;

    /// <summary>The kind has a status subresource; its main endpoint ignores status.</summary>
    public virtual bool HasStatus => false;

    /// <summary>metadata.generation counts the changes of the desired state.</summary>
    public virtual bool HasGeneration => false;

    /// <summary>The kind has a scale subresource.</summary>
    public virtual bool HasScale => false;

    /// <summary>Names a field selector may use.</summary>
    public IReadOnlySet<string> SupportedFields => field ??= s_commonFields.Concat(ExtraFields).ToHashSet(StringComparer.Ordinal);

    /// <summary>Rule for <c>metadata.name</c>.</summary>
    protected virtual NameRule NameRule => NameRule.Subdomain;

    /// <summary>Selectable fields beyond name and namespace.</summary>
    protected virtual IEnumerable<string> ExtraFields => [];

    public virtual void Default(JsonObject resource)
    {
    }

    /// <summary>Clears what only the server writes and sets the first status and generation. Name and uid are already there.</summary>
    public virtual void PrepareForCreate(JsonObject resource)
    {
        var metadata = resource.EnsureMap("metadata");
        metadata.Remove("deletionTimestamp");
        metadata.Remove("deletionGracePeriodSeconds");
        metadata.Remove("selfLink");
        metadata.Remove("generation");
        if (HasGeneration)
        {
            metadata["generation"] = 1L;
        }
        if (HasStatus)
        {
            resource.Remove("status");
            if (InitialStatus(resource) is { } status)
            {
                resource["status"] = status;
            }
        }
    }

    /// <summary>Keeps what an update through the main endpoint cannot touch and raises the generation when the desired state changed.</summary>
    public virtual void PrepareForUpdate(JsonObject updated, JsonObject old)
    {
        KeepServerMetadata(updated, old);
        if (HasStatus)
        {
            updated.TakeFrom(old, "status");
        }
        if (HasGeneration && !SameDesiredState(updated, old))
        {
            updated.EnsureMap("metadata")["generation"] = (old.Map("metadata").Number("generation") ?? 0) + 1;
        }
    }

    /// <summary>Keeps everything but status; of the metadata annotations, finalizers and managedFields may change.</summary>
    public virtual void PrepareForStatusUpdate(JsonObject updated, JsonObject old)
    {
        KeepServerMetadata(updated, old);
        updated.EnsureMap("metadata").TakeFrom(old.Map("metadata"), "labels");
        foreach (var name in updated.Select(member => member.Key).Union(old.Select(member => member.Key)).ToArray())
        {
            if (name is not ("apiVersion" or "kind" or "metadata" or "status"))
            {
                updated.TakeFrom(old, name);
            }
        }
    }

    protected virtual bool TakesPlainFinalizers => false;

    public IReadOnlyList<FieldError> Validate(JsonObject resource)
    {
        List<FieldError> errors = [];
        ObjectMetaValidation.Check(resource.Map("metadata") ?? [], NameRule, TakesPlainFinalizers, errors);
        Check(resource, errors);
        return errors;
    }

    public IReadOnlyList<FieldError> ValidateUpdate(JsonObject updated, JsonObject old)
    {
        List<FieldError> errors = [];
        ObjectMetaValidation.CheckUpdate(updated.Map("metadata") ?? [], old.Map("metadata") ?? [], errors);
        CheckUpdate(updated, old, errors);
        return errors;
    }

    public virtual IReadOnlyList<FieldError> ValidateStatusUpdate(JsonObject updated, JsonObject old)
    {
        List<FieldError> errors = [];
        ObjectMetaValidation.CheckUpdate(updated.Map("metadata") ?? [], old.Map("metadata") ?? [], errors);
        return errors;
    }

    /// <summary>The values field selectors compare with; an absent field is the empty string (booleans: <c>false</c>).</summary>
    public IReadOnlyDictionary<string, string> SelectableFields(JsonObject resource)
    {
        var fields = new Dictionary<string, string>(StringComparer.Ordinal);
        foreach (var name in SupportedFields)
        {
            fields[name] = SelectableField(resource, name);
        }
        return fields;
    }

    /// <summary>The autoscaling/v1 Scale of the object; null for kinds without one.</summary>
    public virtual JsonObject? ScaleOf(JsonObject resource) => null;

    /// <summary>Writes the replica count a Scale asks for.</summary>
    public virtual void SetReplicas(JsonObject resource, long replicas) =>
        throw new NotSupportedException($"{resource.Text("kind")} has no scale subresource");

    protected virtual JsonObject? InitialStatus(JsonObject resource) => null;

    protected virtual void Check(JsonObject resource, List<FieldError> errors)
    {
    }

    protected virtual void CheckUpdate(JsonObject updated, JsonObject old, List<FieldError> errors)
    {
    }

    protected virtual string SelectableField(JsonObject resource, string name) => resource.At(name) switch
    {
        null => "",
        JsonValue value => value.AsText() ?? value.ToJsonString(),
        var other => other.ToJsonString(),
    };

    /// <summary>Everything outside metadata and (where it is a subresource) status.</summary>
    protected bool SameDesiredState(JsonObject updated, JsonObject old) =>
        updated.Select(member => member.Key).Union(old.Select(member => member.Key))
            .Where(name => name is not ("apiVersion" or "kind" or "metadata") && !(HasStatus && name == "status"))
            .All(name => JsonTree.Same(updated[name], old[name]));

    private static void KeepServerMetadata(JsonObject updated, JsonObject old)
    {
        var metadata = updated.EnsureMap("metadata");
        var before = old.Map("metadata");
        foreach (var name in (ReadOnlySpan<string>)["deletionTimestamp", "deletionGracePeriodSeconds", "generation", "selfLink"])
        {
            metadata.TakeFrom(before, name);
        }
        foreach (var name in (ReadOnlySpan<string>)["uid", "creationTimestamp", "name", "namespace", "generateName"])
        {
            if (!metadata.Has(name))
            {
                metadata.TakeFrom(before, name);
            }
        }
    }
}
