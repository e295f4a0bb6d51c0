using System.ComponentModel;
using System.Diagnostics.CodeAnalysis;
using System.Reflection;
using k8s;
using k8s.Models;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.DependencyInjection.Extensions;
using Operon.Kubernetes;

namespace Operon.Runtime;

public partial class OperatorClusterBuilder
{
    /// <summary>
    /// Adds the controller of a <see cref="Reconciler{T}"/>, which the services create, once. Its name is that of <see cref="ControllerAttribute"/>, else the kind in lower case. Throws
    /// <see cref="ArgumentException"/> for a reconciler with <c>[Owns]</c> or <c>[Watches]</c>: the generated <c>Add...</c> of its name knows those.
    /// </summary>
    /// <param name="kind">The kind it reconciles.</param>
    /// <param name="name">Its name in logs and metrics; unique in the cluster.</param>
    /// <param name="describe">What else wakes it, and how it works; runs before <see cref="Reconciler{T}.Describe"/>.</param>
    public OperatorClusterBuilder AddController<[DynamicallyAccessedMembers(DynamicallyAccessedMemberTypes.PublicConstructors)] TReconciler, T>(
        ResourceKind<T> kind, string? name = null, Action<ControllerBuilder<T>>? describe = null)
        where TReconciler : Reconciler<T>
        where T : class, IKubernetesObject<V1ObjectMeta>
    {
        ArgumentNullException.ThrowIfNull(kind);
        if (typeof(TReconciler).GetCustomAttributes(inherit: true).FirstOrDefault(attribute => attribute is IWakingAttribute) is { } waking)
        {
            throw new ArgumentException(
                $"{typeof(TReconciler).Name} has [{waking.GetType().Name.Split("Attribute")[0]}], which only generated code knows how to follow: call builder.Add{typeof(TReconciler).Name}() or "
                + "builder.AddControllers(), or say it in Describe instead.");
        }

        return AddReconciler<TReconciler, T>(kind, name, describe is null ? null : (_, _, controller) => describe(controller));
    }

    /// <summary>As <see cref="AddController{TReconciler, T}(ResourceKind{T}, string?, Action{ControllerBuilder{T}}?)"/>, for a kind that says itself how it is called.</summary>
    public OperatorClusterBuilder AddController<[DynamicallyAccessedMembers(DynamicallyAccessedMemberTypes.PublicConstructors)] TReconciler, T>(
        string? name = null, Action<ControllerBuilder<T>>? describe = null)
        where TReconciler : Reconciler<T>
        where T : class, ICustomResource<T> => AddController<TReconciler, T>(T.Resource, name, describe);

    /// <summary>For generated code: adds a controller with what its attributes say.</summary>
    [EditorBrowsable(EditorBrowsableState.Never)]
    public OperatorClusterBuilder AddReconciler<[DynamicallyAccessedMembers(DynamicallyAccessedMemberTypes.PublicConstructors)] TReconciler, T>(
        ResourceKind<T> kind, string? name, Action<TReconciler, IServiceProvider, ControllerBuilder<T>>? describe)
        where TReconciler : Reconciler<T>
        where T : class, IKubernetesObject<V1ObjectMeta>
    {
        ArgumentNullException.ThrowIfNull(kind);
        var attribute = typeof(TReconciler).GetCustomAttribute<ControllerAttribute>(inherit: false);
#pragma warning disable CA1308 // Names of controllers and resources are lower case.
        name ??= attribute?.Name ?? kind.Type.Kind.ToLowerInvariant();
#pragma warning restore CA1308
        Services.TryAddSingleton<TReconciler>();
        AddCache(kind);
        _registration.Controllers.Add((services, manager) =>
        {
            var reconciler = services.GetRequiredService<TReconciler>();
            var controller = manager.Controller(name, kind);
            if (attribute is not null)
            {
                controller.Configure(options => attribute.Apply(options, typeof(TReconciler)));
            }

            describe?.Invoke(reconciler, services, controller);
            reconciler.Describe(controller);
            controller.ReconcileWith(new ReconcilerAdapter<T>(manager, services, Options.Name, manager.Cache(kind), reconciler));
        });
        return this;
    }
}
