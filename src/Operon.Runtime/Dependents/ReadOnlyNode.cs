using k8s;
using k8s.Models;
using Operon.Kubernetes;

namespace Operon.Runtime;

/// <summary>A dependent that others write: looked at, waited for, never touched.</summary>
internal sealed class ReadOnlyNode<T, TDependent> : DependentNode<T>
    where T : class, IKubernetesObject<V1ObjectMeta>
    where TDependent : class, IKubernetesObject<V1ObjectMeta>
{
    private readonly ResourceKind<TDependent> _kind;
    private readonly DependentOptions<T, TDependent> _options;
    private readonly Func<T, DependentContext<T>, ObjectKey?> _find;
    private readonly WatchedKind<T, TDependent> _watched;
    private readonly Interests _interests = new();

    public ReadOnlyNode(
        string name,
        DependentConditions<T> conditions,
        DependentOptions<T, TDependent> options,
        ResourceKind<TDependent> kind,
        Func<T, DependentContext<T>, ObjectKey?> find,
        DependentAttachment<T> attachment)
        : base(name, conditions)
    {
        _kind = kind;
        _options = options;
        _find = find;
        _watched = new WatchedKind<T, TDependent>(
            attachment, kind, options.CacheOptions, conditions.ServedRecheck, resource => _interests.Of(ObjectKey.Of(resource)), _ => { });
    }

    public override Task<bool> IsServedAsync(CancellationToken cancellationToken) => _watched.IsServedAsync(cancellationToken);

    public override Task<DependentState> ReconcileAsync(DependentContext<T> context, CancellationToken cancellationToken)
    {
        var key = _find(context.Primary, context);

        // Before the look: a change after it wakes the controller.
        _interests.Set(ObjectKey.Of(context.Primary), key);
        if (key is null)
        {
            return Task.FromResult(State(DependentStatus.Absent));
        }

        if (_watched.Cache!.Find(key.Value) is not { } actual)
        {
            return Task.FromResult(State(DependentStatus.NotReady, $"{_kind.Type.Kind} {key} does not exist"));
        }

        context.Set(Name, new Dictionary<string, object> { [""] = actual });
        return Task.FromResult(_options.IsReady(context.Primary, actual)
            ? State(DependentStatus.Ready)
            : State(DependentStatus.NotReady, $"{_kind.Type.Kind} {key} is not ready"));
    }

    public override Task<DependentState> DeleteAsync(DependentContext<T> context, CancellationToken cancellationToken)
    {
        _interests.Set(ObjectKey.Of(context.Primary), null);
        return Task.FromResult(State(DependentStatus.Absent));
    }

    public override void Forget(ObjectKey primary) => _interests.Set(primary, null);
}
