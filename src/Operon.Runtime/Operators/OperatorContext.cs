using k8s;
using k8s.Models;
using Microsoft.Extensions.DependencyInjection;
using Operon.Kubernetes;

namespace Operon.Runtime;

/// <summary>What a reconcile function has at hand.</summary>
public sealed class OperatorContext
{
    private readonly ControllerManager _manager;
    private readonly string _fieldManager;
    private readonly CancellationToken _cancellation;

    internal OperatorContext(ControllerManager manager, IServiceProvider services, string fieldManager, ReconcileContext reconcile, CancellationToken cancellation)
    {
        _manager = manager;
        _fieldManager = fieldManager;
        _cancellation = cancellation;
        Services = services;
        Reconcile = reconcile;
    }

    /// <summary>Which call this is: key, attempt, last error, id.</summary>
    public ReconcileContext Reconcile { get; }

    /// <summary>The program's services.</summary>
    public IServiceProvider Services { get; }

    /// <summary>The client: later reconciles see what was written through it.</summary>
    public IKubernetesClient Client => _manager.Client;

    /// <summary>Publishes Events in the name of the operator.</summary>
    public IEventRecorder Events => _manager.Events(_fieldManager);

    /// <summary>The clock.</summary>
    public TimeProvider Time => _manager.TimeProvider;

    /// <summary>The cache of a kind; one the controller owns or watches is filled already.</summary>
    public ILister<T> Cache<T>(ResourceKind<T> kind)
        where T : class, IKubernetesObject<V1ObjectMeta> => _manager.Cache(kind);

    /// <summary>
    /// Server-side apply of an object that <paramref name="owner"/> controls: namespace and owner reference are filled in, fields others manage are taken over.
    /// Returns the object as stored.
    /// </summary>
    public Task<T> ApplyOwnedAsync<T>(IKubernetesObject<V1ObjectMeta> owner, ResourceKind<T> kind, T desired)
        where T : class, IKubernetesObject<V1ObjectMeta>
    {
        ArgumentNullException.ThrowIfNull(owner);
        ArgumentNullException.ThrowIfNull(desired);
        desired.Metadata.NamespaceProperty ??= kind.Type.IsNamespaced ? owner.Metadata.NamespaceProperty : null;
        OwnerReferences.SetController(owner, desired);
        return Client.Resource(kind).ApplyAsync(desired, new WriteOptions { FieldManager = _fieldManager, Force = true }, _cancellation);
    }

    /// <summary>
    /// Server-side apply of a form of an object that <paramref name="owner"/> controls: namespace and owner reference are filled in, fields others manage are taken over. Returns the object
    /// as stored. Throws <see cref="InvalidOperationException"/> when the form names another namespace than the owner's.
    /// </summary>
    public Task<T> ApplyOwnedAsync<T>(IKubernetesObject<V1ObjectMeta> owner, ResourceApplyForm<T> form)
        where T : class, IKubernetesObject<V1ObjectMeta>
    {
        ArgumentNullException.ThrowIfNull(owner);
        ArgumentNullException.ThrowIfNull(form);
        var home = owner.Metadata.NamespaceProperty;
        form.Metadata.Namespace ??= form.Kind.Type.IsNamespaced ? home : null;
        if (!string.IsNullOrEmpty(home) && form.Metadata.Namespace != home)
        {
            throw new InvalidOperationException(
                $"{owner.Kind} {ObjectKey.Of(owner)} cannot own {form.Kind.Type.Kind} {form.Metadata.Namespace}/{form.Metadata.Name}: an owner must be in the same namespace or cluster-scoped.");
        }

        var reference = OwnerReferences.ToController(owner);
        form.Metadata.OwnerReferences = [.. form.Metadata.OwnerReferences?.Where(known => known.Uid != reference.Uid) ?? [], reference];
        return ApplyAsync(form);
    }

    /// <summary>Server-side apply of a form, by the operator's field manager; fields others manage are taken over. Returns the object as stored.</summary>
    /// <param name="form">What to own.</param>
    /// <param name="subresource">The subresource, such as <c>status</c>; null for the object itself.</param>
    public Task<T> ApplyAsync<T>(ResourceApplyForm<T> form, string? subresource = null)
        where T : class, IKubernetesObject<V1ObjectMeta>
    {
        ArgumentNullException.ThrowIfNull(form);
        return Client.Resource(form.Kind).ApplyAsync(form, new WriteOptions { FieldManager = _fieldManager, Force = true }, _cancellation, subresource);
    }

    /// <summary>
    /// Writes the status of <paramref name="changed"/> where it differs from <paramref name="current"/>; without a difference nothing is sent. Pass copies: what
    /// comes from a cache is shared.
    /// </summary>
    public Task<T> PatchStatusAsync<T>(ResourceKind<T> kind, T current, T changed)
        where T : class, IKubernetesObject<V1ObjectMeta> =>
        Client.Resource(kind).PatchAsync(kind.Snapshot(current), changed, _cancellation, subresource: "status");
}
