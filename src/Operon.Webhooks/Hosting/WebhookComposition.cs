using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;
using Operon.Kubernetes;
using Operon.Runtime;

namespace Operon.Webhooks;

/// <summary>Puts the webhooks of an operator together and hands them to its manager.</summary>
internal static partial class WebhookComposition
{
    public static void AddTo(ControllerManager manager, IServiceProvider services, WebhookRegistrations registrations)
    {
        var options = services.GetRequiredService<OperatorOptions>();
        var loggers = services.GetRequiredService<ILoggerFactory>();
        var webhooks = new WebhookSet();
        registrations.Webhooks.ForEach(add => add(services, webhooks));
        var conversions = webhooks.Conversions;
        var cluster = services.GetRequiredService<OperatorClusters>().Primary;
        foreach (var definition in cluster.Registration.Definitions)
        {
            if (DefinitionConversions.Of(definition, conversions) is { } conversion)
            {
                DefinitionConversions.Check(definition, conversion);
            }
        }

        if (webhooks.Paths.Count == 0)
        {
            return;
        }

        if (ListenAddress.Parse(options.WebhookAddress) is null)
        {
            NotServed(loggers.CreateLogger<WebhookServer>(), string.Join(", ", webhooks.Paths));
            return;
        }

        registrations.Options.Validate();
        Add(manager, services, registrations, options, cluster, webhooks, conversions, loggers);
    }

    private static void Add(
        ControllerManager manager,
        IServiceProvider services,
        WebhookRegistrations registrations,
        OperatorOptions options,
        OperatorCluster cluster,
        WebhookSet webhooks,
        IReadOnlyList<KindConversion> conversions,
        ILoggerFactory loggers)
    {
        var own = registrations.Options;
        var client = cluster.Client;
        var logger = loggers.CreateLogger<WebhookServer>();
        var namespaceName = own.Namespace ?? client.DefaultNamespace;
        var isFromFiles = options.WebhookCertificateDirectory is not null;
        var usesSecret = !isFromFiles && !options.LocalWebhooks && (own.UseSecret ?? OperatorEnvironment.IsInCluster);
        var keeper = isFromFiles ? null : new CertificateKeeper(
            usesSecret ? new SecretCertificateStore(client, new ObjectKey(namespaceName, own.SecretName), options.Name) : new MemoryCertificateStore(),
            own.Lifetimes,
            manager.TimeProvider,
            logger);
        keeper?.Require(["localhost", "127.0.0.1", .. own.Hosts, .. options.LocalWebhooks ? (string[])[own.LocalHost] : Names(options.WebhookService)]);
        var injector = usesSecret ? new CaInjector(client, new OwnWebhooks(namespaceName, webhooks.Paths, conversions), () => keeper!.BundlePem, service => keeper!.Require(Names(service)), logger) : null;
        var runnable = new WebhookRunnable(new WebhookRunnableSettings
        {
            Webhooks = webhooks,
            Server = new WebhookServerOptions
            {
                Address = options.WebhookAddress,
                Certificate = () => throw new InvalidOperationException("The certificate is the runnable's business."),
                Http2 = own.Http2,
                ClientAuthoritiesPem = own.ClientAuthoritiesPem,
                LoggerFactory = loggers,
                TimeProvider = manager.TimeProvider,
            },
            Endpoints = services.GetRequiredService<WebhookEndpoints>(),
            CertificateDirectory = options.WebhookCertificateDirectory,
            Keeper = keeper,
            Injector = injector,
            Local = options.LocalWebhooks ? new LocalRegistration(client, options.Name, registrations.Configurations, conversions, logger) : null,
            LocalUrl = url => new UriBuilder(url) { Host = own.LocalHost }.Uri,
            CheckPeriod = own.CheckPeriod,
            TimeProvider = manager.TimeProvider,
            LoggerFactory = loggers,
        });
        manager.AddRunnable(runnable);
        manager.Health.Readiness.Add("webhooks", runnable.Check);
        manager.Health.Readiness.Add("webhook-certificate", runnable.CheckCertificate);
        foreach (var definition in cluster.Registration.Definitions.Where(definition => DefinitionConversions.Of(definition, conversions) is not null))
        {
            if (options.LocalWebhooks)
            {
                DefinitionConversions.Release(definition);
            }
            else if (usesSecret || isFromFiles)
            {
                DefinitionConversions.PointAt(definition, namespaceName, options.WebhookService);
            }
        }

        if (injector is not null)
        {
            Guard(manager, injector, conversions.Count > 0);
        }

        string[] Names(string service) => [service, $"{service}.{namespaceName}", $"{service}.{namespaceName}.svc", $"{service}.{namespaceName}.svc.cluster.local"];
    }

    // Whoever overwrites the field, or adds a configuration while the operator runs, is answered at once.
    private static void Guard(ControllerManager manager, CaInjector injector, bool converts)
    {
        foreach (var kind in (ResourceKind<WebhookConfigurationView>[])[WebhookConfigurationView.Mutating, WebhookConfigurationView.Validating])
        {
            var configurations = manager.Cache(kind);
            manager.Controller($"webhook-ca-{kind.Type.Plural}", kind).WithoutLeaderElection().ReconcileWith(async (context, cancellationToken) =>
            {
                if (configurations.Find(context.Key) is { } configuration)
                {
                    await injector.InjectAsync(kind, configuration, cancellationToken);
                }

                return ReconcileResult.Done;
            });
        }

        if (converts)
        {
            var definitions = manager.Cache(ConvertedDefinitionView.Resource);
            manager.Controller("webhook-ca-customresourcedefinitions", ConvertedDefinitionView.Resource).WithoutLeaderElection().ReconcileWith(async (context, cancellationToken) =>
            {
                if (definitions.Find(context.Key) is { } definition)
                {
                    await injector.InjectAsync(definition, cancellationToken);
                }

                return ReconcileResult.Done;
            });
        }
    }

    [LoggerMessage(431, LogLevel.Warning, "The webhooks {Paths} are not served: WebhookAddress is 0")]
    private static partial void NotServed(ILogger logger, string paths);
}
