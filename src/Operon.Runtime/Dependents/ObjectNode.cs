using System.Text.Json;
using System.Text.Json.Nodes;
using k8s;
using k8s.Models;
using Operon.Kubernetes;
using KubernetesJson = Operon.Kubernetes.KubernetesJson;

namespace Operon.Runtime;

/// <summary>A dependent that is a keyed set of Kubernetes objects the graph writes; a single object has the key "".</summary>
internal sealed class ObjectNode<T, TDependent> : DependentNode<T>
    where T : class, IKubernetesObject<V1ObjectMeta>
    where TDependent : class, IKubernetesObject<V1ObjectMeta>
{
    // Enough to hide latency, few enough to be polite.
    private const int AtOnce = 8;
    private static readonly string[] _serverFields = ["managedFields", "resourceVersion", "uid", "creationTimestamp", "generation"];
    private readonly DependentAttachment<T> _attachment;
    private readonly DependentOptions<T, TDependent> _options;
    private readonly Func<T, DependentContext<T>, IReadOnlyDictionary<string, TDependent>> _desired;
    private readonly ResourceKind<TDependent> _kind;
    private readonly IResourceClient<TDependent> _client;
    private readonly WatchedKind<T, TDependent> _watched;
    private readonly AppliedStates _applied = new();

    public ObjectNode(
        string name,
        DependentConditions<T> conditions,
        DependentOptions<T, TDependent> options,
        ResourceKind<TDependent> kind,
        Func<T, DependentContext<T>, IReadOnlyDictionary<string, TDependent>> desired,
        DependentAttachment<T> attachment)
        : base(name, conditions)
    {
        _attachment = attachment;
        _options = options;
        _kind = kind;
        _desired = desired;
        _client = attachment.Manager.Client.Resource(kind);
        var primary = attachment.Primary.Type;
        _watched = new WatchedKind<T, TDependent>(
            attachment, kind, options.CacheOptions, conditions.ServedRecheck, resource => DependentMarks.PrimaryKeys(primary, resource),
            cache => cache.AddIndex(DependentMarks.Index, DependentMarks.IndexValues));
    }

    /// <summary>An object of another scope cannot have an owner reference, so nothing collects it.</summary>
    public override bool NeedsFinalizer => base.NeedsFinalizer || (CanDelete && _attachment.Primary.Type.IsNamespaced && !_kind.Type.IsNamespaced);

    private bool CanDelete => _options.Capabilities.HasFlag(DependentCapabilities.Delete);

    private string Mark => $"{_attachment.Controller}/{Name}";

    public override Task<bool> IsServedAsync(CancellationToken cancellationToken) => _watched.IsServedAsync(cancellationToken);

    public override async Task<DependentState> ReconcileAsync(DependentContext<T> context, CancellationToken cancellationToken)
    {
        var primary = context.Primary;
        Target[] targets = [.. _desired(primary, context).Select(pair => Prepare(primary, pair.Key, pair.Value))];
        if (targets.GroupBy(target => target.ObjectKey).FirstOrDefault(group => group.Count() > 1) is { } twice)
        {
            throw new InvalidOperationException(
                $"The dependent '{Name}' wants {_kind.Type.Kind} {twice.Key} twice, for {string.Join(" and ", twice.Select(target => $"'{target.Key}'"))}; metadata.name must differ.");
        }

        var outcomes = new List<Outcome>();
        try
        {
            foreach (var chunk in targets.Chunk(AtOnce))
            {
                outcomes.AddRange(await Task.WhenAll(chunk.Select(target => EnsureAsync(primary, target, cancellationToken))));
            }
        }
        catch (KubernetesApiException e) when (e.IsNotFound)
        {
            // A namespace that is missing answers the same.
            if (!await _watched.HasVanishedAsync(cancellationToken))
            {
                throw;
            }

            return State(DependentStatus.Inactive, $"the server does not have {_kind.Type.GroupResource} any more");
        }

        context.Set(Name, outcomes.Where(outcome => outcome.Actual is not null).ToDictionary(outcome => outcome.Key, outcome => (object)outcome.Actual!));
        var surplus = Owned(primary).Where(actual => targets.All(target => target.ObjectKey != ObjectKey.Of(actual)));
        var left = CanDelete ? await DeleteAsync(primary, surplus, cancellationToken) : new Deletion(0, []);
        return Summarize(primary, targets.Length, outcomes, left);
    }

    public override async Task<DependentState> DeleteAsync(DependentContext<T> context, CancellationToken cancellationToken)
    {
        var owned = Owned(context.Primary);
        context.Set(Name, owned.ToDictionary(actual => actual.Metadata.Name, actual => (object)actual));
        if (!CanDelete)
        {
            return State(DependentStatus.Absent, "kept");
        }

        var deletion = await DeleteAsync(context.Primary, owned, cancellationToken);
        var operations = deletion.Started > 0 ? DependentOperations.Deleted : DependentOperations.None;
        return deletion.Left.Count == 0
            ? State(DependentStatus.Absent, null, operations)
            : State(DependentStatus.Deleting, $"waiting for {_kind.Type.Kind} {string.Join(", ", deletion.Left)} to go", operations);
    }

    public override void Forget(ObjectKey primary) => _applied.Forget(primary);

    private IReadOnlyList<TDependent> Owned(T primary)
    {
        if (_watched.Cache is not { } cache)
        {
            return [];
        }

        var byKey = DependentMarks.PrimaryOf(_attachment.Primary.Type, ObjectKey.Of(primary));
        return [.. cache.ByIndex(DependentMarks.Index, DependentMarks.IndexValue(primary.Metadata.Uid, Mark))
            .Concat(cache.ByIndex(DependentMarks.Index, DependentMarks.IndexValue(byKey, Mark)))
            .DistinctBy(actual => actual.Metadata.Uid)];
    }

    private Target Prepare(T primary, string key, TDependent desired)
    {
        var type = _kind.Type;
        var tree = JsonSerializer.SerializeToNode(desired, _kind.Json)!.AsObject();
        tree["apiVersion"] = type.ApiVersion;
        tree["kind"] = type.Kind;
        tree.Remove("status");
        if (tree["metadata"] is not JsonObject metadata)
        {
            tree["metadata"] = metadata = [];
        }

        foreach (var field in _serverFields)
        {
            metadata.Remove(field);
        }

        var primaryKey = ObjectKey.Of(primary);
        var namespaceName = type.IsNamespaced ? (string?)metadata["namespace"] ?? primaryKey.Namespace : null;
        if (type.IsNamespaced)
        {
            metadata["namespace"] = namespaceName ?? throw new InvalidOperationException(
                $"The dependent '{Name}' has no metadata.namespace: {type.Kind} is namespaced and its primary object {primaryKey} is not. Set it in the desired state.");
        }

        var isOwnable = primaryKey.Namespace is null || primaryKey.Namespace == namespaceName;
        if (!isOwnable && CanDelete && !_attachment.HasFinalizer)
        {
            throw new InvalidOperationException(
                $"The dependent '{Name}' of {primaryKey} lives in another namespace, {namespaceName}, where no owner reference reaches: call DeleteInOrder() on the graph, so that it is deleted with its primary object.");
        }

        var name = (string?)metadata["name"] ?? DependentNames.For(primaryKey, Name, key, primaryKey.Namespace == namespaceName);
        metadata["name"] = name;
        if (metadata["annotations"] is not JsonObject annotations)
        {
            metadata["annotations"] = annotations = [];
        }

        annotations[DependentMarks.Dependent] = Mark;
        if (isOwnable && CanDelete)
        {
            var owners = metadata["ownerReferences"] as JsonArray;
            if (owners is null)
            {
                metadata["ownerReferences"] = owners = [];
            }

            owners.Add((JsonNode?)JsonSerializer.SerializeToNode(
                OwnerReferences.ToController(primary, _attachment.Primary.Type), ClientJson.TypeInfo<V1OwnerReference>()));
        }
        else
        {
            annotations[DependentMarks.Primary] = DependentMarks.PrimaryOf(_attachment.Primary.Type, primaryKey);
        }

        var hash = DesiredJson.Hash(tree);
        annotations[DependentMarks.Hash] = hash;
        return new Target(key, new ObjectKey(namespaceName, name), tree, hash);
    }

    private async Task<Outcome> EnsureAsync(T primary, Target target, CancellationToken cancellationToken)
    {
        var actual = _watched.Cache!.Find(target.ObjectKey);
        if (actual is null)
        {
            return _options.Capabilities.HasFlag(DependentCapabilities.Create)
                ? await ApplyAsync(primary, target, null, cancellationToken)
                : new Outcome(target.Key, null, DependentOperations.None, $"{_kind.Type.Kind} {target.ObjectKey} does not exist");
        }

        if (actual.Metadata.DeletionTimestamp is not null)
        {
            return new Outcome(target.Key, null, DependentOperations.None, $"{_kind.Type.Kind} {target.ObjectKey} is being deleted");
        }

        if (IsOfFormerIncarnation(primary, actual))
        {
            return new Outcome(target.Key, null, DependentOperations.None, $"{_kind.Type.Kind} {target.ObjectKey} still belongs to a deleted object of this name");
        }

        RefuseToTakeOver(primary, target, actual);
        return !_options.Capabilities.HasFlag(DependentCapabilities.Update) || Matches(primary, target, actual)
            ? new Outcome(target.Key, actual, DependentOperations.None, null)
            : await ApplyAsync(primary, target, actual, cancellationToken);
    }

    private bool Matches(T primary, Target target, TDependent actual)
    {
        var primaryKey = ObjectKey.Of(primary);
        var known = _applied.Find(primaryKey, target.ObjectKey);
        var version = actual.Metadata.ResourceVersion;
        if (known?.DesiredHash == target.Hash && known.Version == version)
        {
            return true;
        }

        var tree = JsonSerializer.SerializeToNode(actual, _kind.Json)!.AsObject();
        var content = DesiredJson.ContentHash(tree);
        var matches = (known?.DesiredHash == target.Hash && known.ContentHash == content) || DesiredJson.IsWithin(target.Tree, tree);
        if (matches)
        {
            _applied.Set(primaryKey, target.ObjectKey, new AppliedState(target.Hash, version, content));
        }

        return matches;
    }

    private async Task<Outcome> ApplyAsync(T primary, Target target, TDependent? before, CancellationToken cancellationToken)
    {
        // What others wrote is taken over on our own objects only; on one that was there before us it is a conflict that names them.
        var options = new WriteOptions { FieldManager = _attachment.Controller, Force = before is not null && IsOurs(primary, before) };
        var desired = target.Tree.Deserialize(_kind.Json)!;
        var actual = await _client.ApplyAsync(desired, options, cancellationToken);
        var tree = JsonSerializer.SerializeToNode(actual, _kind.Json)!.AsObject();
        _applied.Set(
            ObjectKey.Of(primary), target.ObjectKey, new AppliedState(target.Hash, actual.Metadata.ResourceVersion, DesiredJson.ContentHash(tree)));
        var operation = before is null ? DependentOperations.Created
            : before.Metadata.ResourceVersion == actual.Metadata.ResourceVersion ? DependentOperations.None
            : DependentOperations.Updated;
        return new Outcome(target.Key, actual, operation, null);
    }

    private bool IsOurs(T primary, TDependent actual) =>
        OwnerReferences.IsControlledBy(actual, primary) || PrimaryMark(actual) == DependentMarks.PrimaryOf(_attachment.Primary.Type, ObjectKey.Of(primary));

    private bool IsOfFormerIncarnation(T primary, TDependent actual)
    {
        var type = _attachment.Primary.Type;
        return OwnerReferences.ControllerOf(actual) is { } owner && owner.Uid != primary.Metadata.Uid && owner.Kind == type.Kind
            && owner.Name == primary.Metadata.Name && DependentMarks.IsOfGroup(owner.ApiVersion, type.Group);
    }

    private void RefuseToTakeOver(T primary, Target target, TDependent actual)
    {
        if (OwnerReferences.ControllerOf(actual) is { } owner && owner.Uid != primary.Metadata.Uid)
        {
            throw new OwnedByAnotherException(_kind.Type.Kind, target.ObjectKey, $"{owner.Kind} {owner.Name}");
        }

        if (PrimaryMark(actual) is { } mark && mark != DependentMarks.PrimaryOf(_attachment.Primary.Type, ObjectKey.Of(primary)))
        {
            throw new OwnedByAnotherException(_kind.Type.Kind, target.ObjectKey, mark);
        }
    }

    private static string? PrimaryMark(TDependent actual) =>
        actual.Metadata.Annotations is { } annotations && annotations.TryGetValue(DependentMarks.Primary, out var mark) ? mark : null;

    private async Task<Deletion> DeleteAsync(T primary, IEnumerable<TDependent> surplus, CancellationToken cancellationToken)
    {
        var started = 0;
        var left = new List<ObjectKey>();
        foreach (var actual in surplus)
        {
            var key = ObjectKey.Of(actual);
            _applied.Remove(ObjectKey.Of(primary), key);
            if (actual.Metadata.DeletionTimestamp is null)
            {
                started++;
                if (await IsGoneAfterDeleteAsync(key, actual.Metadata.Uid, cancellationToken))
                {
                    continue;
                }
            }

            left.Add(key);
        }

        return new Deletion(started, left);
    }

    private async Task<bool> IsGoneAfterDeleteAsync(ObjectKey key, string uid, CancellationToken cancellationToken)
    {
        try
        {
            await _client.DeleteAsync(key.Namespace, key.Name, cancellationToken, new DeleteOptions { PreconditionUid = uid, PropagationPolicy = "Background" });
        }
        catch (KubernetesApiException e) when (e.IsNotFound)
        {
            return true;
        }

        // Objects that nothing holds back go at once; the answer does not say so, and nothing may wake us for our own deletion.
        return await _client.FindAsync(key.Namespace, key.Name, cancellationToken) is not { } still || still.Metadata.Uid != uid;
    }

    private DependentState Summarize(T primary, int wanted, List<Outcome> outcomes, Deletion deletion)
    {
        var operations = outcomes.Aggregate(
            deletion.Started > 0 ? DependentOperations.Deleted : DependentOperations.None, (all, outcome) => all | outcome.Operation);
        if (outcomes.Select(outcome => outcome.Missing).FirstOrDefault(missing => missing is not null) is { } message)
        {
            return State(DependentStatus.NotReady, message, operations);
        }

        if (outcomes.FirstOrDefault(outcome => !_options.IsReady(primary, outcome.Actual!)) is { } unready)
        {
            return State(DependentStatus.NotReady, $"{_kind.Type.Kind} {ObjectKey.Of(unready.Actual!)} is not ready", operations);
        }

        if (deletion.Left.Count > 0)
        {
            return State(DependentStatus.Deleting, $"waiting for {_kind.Type.Kind} {string.Join(", ", deletion.Left)} to go", operations);
        }

        return State(wanted == 0 ? DependentStatus.Absent : DependentStatus.Ready, null, operations);
    }

    private sealed record Target(string Key, ObjectKey ObjectKey, JsonObject Tree, string Hash);

    private sealed record Outcome(string Key, TDependent? Actual, DependentOperations Operation, string? Missing);

    private sealed record Deletion(int Started, IReadOnlyList<ObjectKey> Left);
}
