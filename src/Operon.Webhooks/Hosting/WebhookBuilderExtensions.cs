using System.Diagnostics.CodeAnalysis;
using System.Text.Json.Nodes;
using k8s;
using k8s.Models;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.DependencyInjection.Extensions;
using Operon.Kubernetes;
using Operon.Runtime;

namespace Operon.Webhooks;

/// <summary>
/// Adds webhooks to an operator; the generated <c>AddWebhooks</c> calls these for every webhook of the assembly. The services create each class once, with
/// constructor arguments as for a reconciler, and one class may be defaulter and validator in one. They answer on every replica, before the caches are filled.
/// </summary>
public static class WebhookBuilderExtensions
{
    /// <summary>Adds a defaulter; <paramref name="path"/> null for <see cref="WebhookPaths.Mutate"/>.</summary>
    public static OperatorHostBuilder AddDefaulter<T, [DynamicallyAccessedMembers(DynamicallyAccessedMemberTypes.PublicConstructors)] TDefaulter>(
        this OperatorHostBuilder builder, ResourceKind<T> kind, string? path = null)
        where T : class, IKubernetesObject<V1ObjectMeta>
        where TDefaulter : class, IDefaulter<T> =>
        builder.AddService<TDefaulter>().Add((services, webhooks) => webhooks.AddDefaulter(kind, services.GetRequiredService<TDefaulter>(), path));

    /// <summary>Adds a validator; <paramref name="path"/> null for <see cref="WebhookPaths.Validate"/>.</summary>
    public static OperatorHostBuilder AddValidator<T, [DynamicallyAccessedMembers(DynamicallyAccessedMemberTypes.PublicConstructors)] TValidator>(
        this OperatorHostBuilder builder, ResourceKind<T> kind, string? path = null)
        where T : class, IKubernetesObject<V1ObjectMeta>
        where TValidator : class, IValidator<T> =>
        builder.AddService<TValidator>().Add((services, webhooks) => webhooks.AddValidator(kind, services.GetRequiredService<TValidator>(), path));

    /// <summary>Adds a defaulter of a kind that knows itself.</summary>
    public static OperatorHostBuilder AddDefaulter<T, [DynamicallyAccessedMembers(DynamicallyAccessedMemberTypes.PublicConstructors)] TDefaulter>(this OperatorHostBuilder builder)
        where T : class, ICustomResource<T>
        where TDefaulter : class, IDefaulter<T> => builder.AddDefaulter<T, TDefaulter>(T.Resource);

    /// <summary>Adds a validator of a kind that knows itself.</summary>
    public static OperatorHostBuilder AddValidator<T, [DynamicallyAccessedMembers(DynamicallyAccessedMemberTypes.PublicConstructors)] TValidator>(this OperatorHostBuilder builder)
        where T : class, ICustomResource<T>
        where TValidator : class, IValidator<T> => builder.AddValidator<T, TValidator>(T.Resource);

    /// <summary>Adds a converter of kinds that know themselves.</summary>
    public static OperatorHostBuilder AddConverter<TSpoke, THub, [DynamicallyAccessedMembers(DynamicallyAccessedMemberTypes.PublicConstructors)] TConverter>(this OperatorHostBuilder builder)
        where TSpoke : class, ICustomResource<TSpoke>
        where THub : class, ICustomResource<THub>
        where TConverter : class, IConverter<TSpoke, THub> => builder.AddConverter<TSpoke, THub, TConverter>(TSpoke.Resource, THub.Resource);

    /// <summary>Adds a handler to the chain of a path.</summary>
    public static OperatorHostBuilder AddAdmissionHandler<[DynamicallyAccessedMembers(DynamicallyAccessedMemberTypes.PublicConstructors)] THandler>(
        this OperatorHostBuilder builder, string path)
        where THandler : class, IAdmissionHandler =>
        builder.AddService<THandler>().Add((services, webhooks) => webhooks.AddHandler(path, services.GetRequiredService<THandler>()));

    /// <summary>Adds a converter between a version and the hub of its kind, served at <c>/convert</c>.</summary>
    public static OperatorHostBuilder AddConverter<TSpoke, THub, [DynamicallyAccessedMembers(DynamicallyAccessedMemberTypes.PublicConstructors)] TConverter>(
        this OperatorHostBuilder builder, ResourceKind<TSpoke> spoke, ResourceKind<THub> hub)
        where TSpoke : class, IKubernetesObject<V1ObjectMeta>
        where THub : class, IKubernetesObject<V1ObjectMeta>
        where TConverter : class, IConverter<TSpoke, THub> =>
        builder.AddService<TConverter>().Add((services, webhooks) => webhooks.AddConverter(spoke, hub, services.GetRequiredService<TConverter>()));

    /// <summary>Adds what answers the API server's TokenReviews at a path.</summary>
    public static OperatorHostBuilder AddTokenAuthenticator<[DynamicallyAccessedMembers(DynamicallyAccessedMemberTypes.PublicConstructors)] TAuthenticator>(
        this OperatorHostBuilder builder, string path)
        where TAuthenticator : class, ITokenAuthenticator =>
        builder.AddService<TAuthenticator>().Add((services, webhooks) => webhooks.AddAuthenticator(path, services.GetRequiredService<TAuthenticator>()));

    /// <summary>
    /// Names the webhook configurations of the operator, as YAML, JSON or a JSON array of Mutating- and ValidatingWebhookConfigurations. With
    /// <c>LocalWebhooks</c> they are registered with the URLs of this machine.
    /// </summary>
    public static OperatorHostBuilder AddWebhookConfigurations(this OperatorHostBuilder builder, string yaml)
    {
        foreach (var document in Yaml.ToJson(yaml).SelectMany(document => document is JsonArray several ? several.AsEnumerable() : [document]))
        {
            var configuration = document as JsonObject ?? [];
            if ((string?)configuration["kind"] is not ("MutatingWebhookConfiguration" or "ValidatingWebhookConfiguration"))
            {
                throw new ArgumentException($"A document of kind \"{configuration["kind"]}\" is no webhook configuration; give Mutating- and ValidatingWebhookConfigurations only.", nameof(yaml));
            }

            builder.Registrations().Configurations.Add(configuration);
        }

        return builder;
    }

    /// <summary>Changes how webhooks are served.</summary>
    public static OperatorHostBuilder ConfigureWebhooks(this OperatorHostBuilder builder, Action<WebhookOptions> configure)
    {
        ArgumentNullException.ThrowIfNull(configure);
        configure(builder.Registrations().Options);
        return builder;
    }

    private static OperatorHostBuilder AddService<[DynamicallyAccessedMembers(DynamicallyAccessedMemberTypes.PublicConstructors)] TService>(this OperatorHostBuilder builder)
        where TService : class
    {
        ArgumentNullException.ThrowIfNull(builder);
        builder.Services.TryAddSingleton<TService>();
        return builder;
    }

    private static OperatorHostBuilder Add(this OperatorHostBuilder builder, Action<IServiceProvider, WebhookSet> add)
    {
        builder.Registrations().Webhooks.Add(add);
        return builder;
    }

    private static WebhookRegistrations Registrations(this OperatorHostBuilder builder)
    {
        ArgumentNullException.ThrowIfNull(builder);
        if (builder.Services.FirstOrDefault(service => service.ServiceType == typeof(WebhookRegistrations))?.ImplementationInstance is WebhookRegistrations known)
        {
            return known;
        }

        var registrations = new WebhookRegistrations();
        builder.Services.AddSingleton(registrations);
        builder.Services.AddSingleton<WebhookEndpoints>();
        builder.ConfigureManager((services, manager) => WebhookComposition.AddTo(manager, services, registrations));
        return registrations;
    }
}
