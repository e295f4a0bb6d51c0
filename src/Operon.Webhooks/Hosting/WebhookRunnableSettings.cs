using Microsoft.Extensions.Logging;

namespace Operon.Webhooks;

/// <summary>The parts of a <see cref="WebhookRunnable"/>, as the options ask for them.</summary>
internal sealed record WebhookRunnableSettings
{
    public required WebhookSet Webhooks { get; init; }

    /// <summary>All but the certificate.</summary>
    public required WebhookServerOptions Server { get; init; }

    public required WebhookEndpoints Endpoints { get; init; }

    /// <summary>Folder of certificates made by others; null for self-made ones.</summary>
    public string? CertificateDirectory { get; init; }

    /// <summary>Self-made certificates; null for files.</summary>
    public CertificateKeeper? Keeper { get; init; }

    /// <summary>Tells the API server in the configurations there are; null to leave them alone.</summary>
    public CaInjector? Injector { get; init; }

    /// <summary>Tells the API server in configurations of this run; null for none.</summary>
    public LocalRegistration? Local { get; init; }

    /// <summary>The URL under which the API server finds this machine.</summary>
    public Func<Uri, Uri> LocalUrl { get; init; } = url => url;

    public TimeSpan CheckPeriod { get; init; } = TimeSpan.FromMinutes(1);

    public required TimeProvider TimeProvider { get; init; }

    public required ILoggerFactory LoggerFactory { get; init; }
}
