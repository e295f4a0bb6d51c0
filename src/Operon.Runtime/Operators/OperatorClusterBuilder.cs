using System.Diagnostics.CodeAnalysis;
using k8s;
using k8s.Models;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.DependencyInjection.Extensions;
using Operon.Kubernetes;

namespace Operon.Runtime;

/// <summary>
/// What runs on one cluster: its definitions, caches and controllers. Nothing is found by scanning; every type is named, so that trimming and
/// ahead-of-time compilation keep what is needed.
/// </summary>
public partial class OperatorClusterBuilder
{
    private readonly ClusterRegistration _registration;
    private readonly bool _isPrimary;

    internal OperatorClusterBuilder(IServiceCollection services, ClusterRegistration registration, OperatorOptions options)
    {
        Services = services;
        Options = options;
        _registration = registration;
        _isPrimary = registration.Name == ClusterRegistration.Primary;
    }

    /// <summary>The program's services.</summary>
    public IServiceCollection Services { get; }

    /// <summary>The options as read from configuration, environment and command line; changes made here win.</summary>
    public OperatorOptions Options { get; }

    /// <summary>
    /// Installs CustomResourceDefinitions at the start, before the controllers: YAML, one or several documents. Each is applied (server-side, so that a
    /// newer program updates it) and waited for until the server serves it.
    /// </summary>
    public OperatorClusterBuilder InstallCrd(string yaml)
    {
        foreach (var document in Yaml.ToJson(yaml))
        {
            _registration.Definitions.Add(UntypedObject.FromJson(document.AsObject()));
        }

        return this;
    }

    /// <summary>Installs a CustomResourceDefinition at the start, before the controllers.</summary>
    public OperatorClusterBuilder InstallCrd(V1CustomResourceDefinition definition)
    {
        var json = System.Text.Json.JsonSerializer.SerializeToNode(definition, ResourceKinds.CustomResourceDefinition.Json)!.AsObject();
        json["apiVersion"] ??= ResourceKinds.CustomResourceDefinition.Type.ApiVersion;
        json["kind"] ??= ResourceKinds.CustomResourceDefinition.Type.Kind;
        _registration.Definitions.Add(UntypedObject.FromJson(json));
        return this;
    }

    /// <summary>
    /// Adds a controller whose reconciler the services create, once, with constructor arguments from them: <see cref="IKubernetesClient"/>,
    /// <see cref="IEventRecorder"/>, <see cref="ControllerManager"/>, the caches (<see cref="ILister{T}"/>) of kinds given to
    /// <c>AddController</c> and <see cref="AddCache{T}"/>, loggers, options.
    /// </summary>
    /// <param name="name">Its name in logs and metrics; unique in the cluster.</param>
    /// <param name="kind">The kind it reconciles.</param>
    /// <param name="describe">What else wakes it, and how it works.</param>
    public OperatorClusterBuilder AddController<[DynamicallyAccessedMembers(DynamicallyAccessedMemberTypes.PublicConstructors)] TReconciler, T>(
        string name, ResourceKind<T> kind, Action<ControllerBuilder<T>>? describe = null)
        where TReconciler : class, IReconciler
        where T : class, IKubernetesObject<V1ObjectMeta>
    {
        Services.TryAddSingleton<TReconciler>();
        return AddController(name, kind, services => services.GetRequiredService<TReconciler>(), describe);
    }

    /// <summary>Adds a controller whose reconciler <paramref name="create"/> makes.</summary>
    public OperatorClusterBuilder AddController<T>(
        string name, ResourceKind<T> kind, Func<IServiceProvider, IReconciler> create, Action<ControllerBuilder<T>>? describe = null)
        where T : class, IKubernetesObject<V1ObjectMeta>
    {
        AddCache(kind);
        _registration.Controllers.Add((services, manager) => Describe(manager, name, kind, describe).ReconcileWith(create(services)));
        return this;
    }

    /// <summary>
    /// Adds a controller that is a function. It gets the object from the cache, shared and therefore not to be changed; for an object that is gone it is not
    /// called, as what the object owned goes with it.
    /// </summary>
    public OperatorClusterBuilder AddController<T>(
        string name, ResourceKind<T> kind, Func<T, OperatorContext, CancellationToken, Task<ReconcileResult>> reconcile, Action<ControllerBuilder<T>>? describe = null)
        where T : class, IKubernetesObject<V1ObjectMeta>
    {
        AddCache(kind);
        _registration.Controllers.Add((services, manager) => Describe(manager, name, kind, describe)
            .ReconcileWith(new ObjectReconciler<T>(manager, services, Options.Name, manager.Cache(kind), reconcile)));
        return this;
    }

    /// <summary>Makes the cache of a kind a service: <see cref="ILister{T}"/> and <see cref="IInformer{T}"/>, keyed by the cluster's name for clusters beside the primary.</summary>
    public OperatorClusterBuilder AddCache<T>(ResourceKind<T> kind)
        where T : class, IKubernetesObject<V1ObjectMeta>
    {
        var name = _registration.Name;
        if (_isPrimary)
        {
            Services.TryAddSingleton(services => Cache(services, name, kind));
            Services.TryAddSingleton<ILister<T>>(services => Cache(services, name, kind));
        }
        else
        {
            Services.TryAddKeyedSingleton(name, (services, _) => Cache(services, name, kind));
            Services.TryAddKeyedSingleton<ILister<T>>(name, (services, _) => Cache(services, name, kind));
        }

        return this;
    }

    /// <summary>Runs on the manager before it starts: for what the builder has no word for.</summary>
    public OperatorClusterBuilder ConfigureManager(Action<IServiceProvider, ControllerManager> configure)
    {
        _registration.Controllers.Add(configure);
        return this;
    }

    /// <summary>Watches these namespaces of the cluster instead of those of the options.</summary>
    public OperatorClusterBuilder WatchNamespaces(params IReadOnlyList<string> namespaces)
    {
        _registration.Namespaces = namespaces;
        return this;
    }

    /// <summary>Reaches the cluster by <paramref name="connection"/> instead of by kubeconfig or service account.</summary>
    public OperatorClusterBuilder ConnectBy(Func<OperatorOptions, KubernetesClientOptions> connection)
    {
        _registration.Connection = connection;
        return this;
    }

    private static IInformer<T> Cache<T>(IServiceProvider services, string cluster, ResourceKind<T> kind)
        where T : class, IKubernetesObject<V1ObjectMeta> => services.GetRequiredService<OperatorClusters>().Get(cluster).Manager.Cache(kind);

    private static ControllerBuilder<T> Describe<T>(ControllerManager manager, string name, ResourceKind<T> kind, Action<ControllerBuilder<T>>? describe)
        where T : class, IKubernetesObject<V1ObjectMeta>
    {
        var controller = manager.Controller(name, kind);
        describe?.Invoke(controller);
        return controller;
    }
}
