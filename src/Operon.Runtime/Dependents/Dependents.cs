using k8s;
using k8s.Models;
using Operon.Kubernetes;

namespace Operon.Runtime;

/// <summary>A graph attached to a controller.</summary>
public sealed class Dependents<T>
    where T : class, IKubernetesObject<V1ObjectMeta>
{
    private readonly DependentAttachment<T> _attachment;
    private readonly DependentNode<T>[] _nodes;
    private readonly HashSet<string> _names;
    private readonly ILister<T> _primaries;
    private readonly IResourceClient<T> _client;

    // Looked for on deletion even when the graph no longer needs it: objects of an earlier version have it.
    private readonly string _finalizer;

    internal Dependents(DependentGraph<T> graph, ControllerBuilder<T> controller)
    {
        _attachment = new DependentAttachment<T>(controller.Manager, controller, controller.Name, controller.Kind);
        _nodes = [.. graph.Nodes.Select(node => node.Attach(_attachment))];
        _names = [.. _nodes.Select(node => node.Name)];
        _primaries = controller.Primary;
        _client = controller.Manager.Client.Resource(controller.Kind);
        _finalizer = graph.Finalizer ?? DefaultFinalizer(controller.Kind.Type, controller.Name);
        Finalizer = graph.DeletesInOrder || graph.Finalizer is not null || _nodes.Any(node => node.NeedsFinalizer) ? _finalizer : null;
        _attachment.HasFinalizer = Finalizer is not null;
    }

    /// <summary>The finalizer primary objects get; null when garbage collection does all.</summary>
    public string? Finalizer { get; }

    /// <summary>
    /// Brings the dependents of the object as far as they can go now, or takes them down when it is being deleted. Failures of dependents are in the
    /// result, not thrown. Null when there is no such object.
    /// </summary>
    public async Task<DependentGraphResult<T>?> ReconcileAsync(ObjectKey key, CancellationToken cancellationToken)
    {
        if (_primaries.Find(key) is not { } primary)
        {
            foreach (var node in _nodes)
            {
                node.Forget(key);
            }

            return null;
        }

        if (primary.Metadata.DeletionTimestamp is not null)
        {
            return await TakeDownAsync(primary, cancellationToken);
        }

        if (Finalizer is not null && !Finalizers.Has(primary, Finalizer))
        {
            primary = await _client.AddFinalizerAsync(primary, Finalizer, cancellationToken);
        }

        var context = new DependentContext<T>(primary, _attachment.Manager.Client, _names);
        var states = await DependentWalk.ForwardAsync(_nodes, node => node.Conditions.DependsOn, (node, before) => ReconcileAsync(node, before, context, cancellationToken));
        DependentNode<T>[] unwanted = [.. _nodes.Where(node => states[node.Name].IsUnwanted)];
        if (unwanted.Length > 0)
        {
            foreach (var (name, state) in await DeleteAsync(unwanted, context, cancellationToken))
            {
                states[name] = state;
            }
        }

        return Result(context, states, isDeleting: false);
    }

    /// <summary>
    /// Lets the object go once the result of its deletion is settled; nothing otherwise. <c>ReconcileWith(graph)</c> does it by itself.
    /// </summary>
    public async Task ReleaseAsync(DependentGraphResult<T> result, CancellationToken cancellationToken)
    {
        if (result is { IsDeleting: true, IsSettled: true } && Finalizers.Has(result.Primary, _finalizer))
        {
            await _client.RemoveFinalizerAsync(result.Primary, _finalizer, cancellationToken);
        }
    }

    /// <summary>Names the controller to wake for objects of kinds that are watched only once the server has them.</summary>
    public void Wakes(IController controller) => _attachment.Wake = key => controller.Enqueue(key);

    private static string DefaultFinalizer(ResourceType type, string controller) =>
        $"{(type.Group.Contains('.', StringComparison.Ordinal) ? type.Group : "operon.dev")}/{controller}-dependents";

    private async Task<DependentGraphResult<T>> TakeDownAsync(T primary, CancellationToken cancellationToken)
    {
        var context = new DependentContext<T>(primary, _attachment.Manager.Client, _names);
        var states = Finalizers.Has(primary, _finalizer)
            ? await DeleteAsync(_nodes, context, cancellationToken)
            : _nodes.ToDictionary(node => node.Name, node => new DependentState(node.Name, DependentStatus.Absent, "left to garbage collection"));
        return Result(context, states, isDeleting: true);
    }

    private DependentGraphResult<T> Result(DependentContext<T> context, Dictionary<string, DependentState> states, bool isDeleting) =>
        new(context.Primary, [.. _nodes.Select(node => states[node.Name])], isDeleting);

    private static Task<DependentState> ReconcileAsync(
        DependentNode<T> node, IReadOnlyList<DependentState> before, DependentContext<T> context, CancellationToken cancellationToken) =>
        DependentWalk.GuardAsync(node.Name, async () =>
        {
            if (node.Conditions.Active?.Invoke(context.Primary) == false)
            {
                return new DependentState(node.Name, DependentStatus.Inactive, "its activation condition does not hold");
            }

            if (before.FirstOrDefault(other => other.IsUnwanted) is { } unwanted)
            {
                return new DependentState(node.Name, DependentStatus.Deleting, $"'{unwanted.Name}' is not wanted") { IsUnwanted = true };
            }

            if (before.FirstOrDefault(other => other.Status == DependentStatus.Inactive) is { } inactive)
            {
                return new DependentState(node.Name, DependentStatus.Inactive, $"'{inactive.Name}' is not active");
            }

            if (!await node.IsServedAsync(cancellationToken))
            {
                return new DependentState(node.Name, DependentStatus.Inactive, "the server does not have its kind") { RequeueAfter = node.Conditions.ServedRecheck };
            }

            string[] unsettled = [.. before.Where(other => !other.IsSettled).Select(other => $"'{other.Name}'")];
            if (unsettled.Length > 0)
            {
                return new DependentState(node.Name, DependentStatus.Blocked, $"waiting for {string.Join(", ", unsettled)}");
            }

            return node.Conditions.Reconcile?.Invoke(context.Primary, context) == false
                ? new DependentState(node.Name, DependentStatus.Deleting, "its reconcile condition does not hold") { IsUnwanted = true }
                : await node.ReconcileAsync(context, cancellationToken);
        });

    /// <summary>Deletes nodes, each when those that depend on it are gone.</summary>
    private static Task<Dictionary<string, DependentState>> DeleteAsync(
        DependentNode<T>[] nodes, DependentContext<T> context, CancellationToken cancellationToken)
    {
        var children = nodes.ToDictionary(
            node => node.Name, node => (IReadOnlyList<string>)[.. nodes.Where(other => other.Conditions.DependsOn.Contains(node.Name)).Select(other => other.Name)]);
        return DependentWalk.ForwardAsync(
            [.. nodes.Reverse()],
            node => children[node.Name],
            (node, after) => DependentWalk.GuardAsync(node.Name, async () =>
            {
                if (node.Conditions.Active?.Invoke(context.Primary) == false || !await node.IsServedAsync(cancellationToken))
                {
                    return new DependentState(node.Name, DependentStatus.Absent, "not active");
                }

                string[] left = [.. after.Where(other => !other.IsSettled).Select(other => $"'{other.Name}'")];
                if (left.Length > 0)
                {
                    return new DependentState(node.Name, DependentStatus.Deleting, $"waiting for {string.Join(", ", left)} to go");
                }

                var state = await node.DeleteAsync(context, cancellationToken);
                return state.Status == DependentStatus.Absent && node.Conditions.Deleted?.Invoke(context.Primary, context) == false
                    ? state with { Status = DependentStatus.Deleting, Message = "its deletion condition does not hold yet", RequeueAfter = state.RequeueAfter ?? TimeSpan.FromSeconds(5) }
                    : state;
            }));
    }
}
