namespace Operon.Webhooks;

/// <summary>What the program decides about its webhooks; whoever runs it decides by the options of <see cref="Operon.Runtime.OperatorOptions"/>.</summary>
public sealed class WebhookOptions
{
    /// <summary>Name of the Secret with the self-made certificates. Default <c>webhook-server-cert</c>, as in kubebuilder's layout.</summary>
    public string SecretName { get; set; } = "webhook-server-cert";

    /// <summary>Namespace of the Secret and of the Services in front of the webhooks; null for the pod's.</summary>
    public string? Namespace { get; set; }

    /// <summary>
    /// Keep the certificates in the Secret and write the CA into the webhook configurations. Null (the default): in a cluster, unless
    /// <c>WebhookCertificateDirectory</c> or <c>LocalWebhooks</c> is set. False elsewhere: the CA lives in memory and nobody is told.
    /// </summary>
    public bool? UseSecret { get; set; }

    /// <summary>More host names or addresses the certificate is good for.</summary>
    public IList<string> Hosts { get; } = [];

    /// <summary>Host of the URLs that <c>LocalWebhooks</c> registers: how the API server reaches this machine. Default <c>127.0.0.1</c>.</summary>
    public string LocalHost { get; set; } = "127.0.0.1";

    /// <summary>Life of a self-made CA. Default a year; its successor is made at two thirds.</summary>
    public TimeSpan AuthorityLifetime { get; set; } = TimeSpan.FromDays(365);

    /// <summary>Life of a self-made serving certificate. Default 90 days; renewed at two thirds.</summary>
    public TimeSpan ServingLifetime { get; set; } = TimeSpan.FromDays(90);

    /// <summary>
    /// How long a new CA is trusted before it signs, and an old one after it has stopped. Default a day. Must be longer than replicas and API servers take to
    /// notice a change: at least twice <see cref="CheckPeriod"/>.
    /// </summary>
    public TimeSpan AuthorityOverlap { get; set; } = TimeSpan.FromDays(1);

    /// <summary>How often the certificates are looked at: the time until a replica serves what another one renewed. Default a minute.</summary>
    public TimeSpan CheckPeriod { get; set; } = TimeSpan.FromMinutes(1);

    /// <summary>Offer HTTP/2; see <see cref="WebhookServerOptions.Http2"/>. Default false.</summary>
    public bool Http2 { get; set; }

    /// <summary>PEM of the CAs whose client certificates are let in; null for anybody.</summary>
    public string? ClientAuthoritiesPem { get; set; }

    internal CertificateLifetimes Lifetimes => new(AuthorityLifetime, ServingLifetime, AuthorityOverlap);

    /// <summary>Throws <see cref="ArgumentException"/> that names what does not fit together.</summary>
    internal void Validate()
    {
        if (CheckPeriod <= TimeSpan.Zero || AuthorityOverlap < 2 * CheckPeriod)
        {
            throw new ArgumentException($"WebhookOptions.AuthorityOverlap ({AuthorityOverlap}) must be at least twice CheckPeriod ({CheckPeriod}), and that longer than 0: else a replica may serve a certificate nobody trusts any more.");
        }

        if (ServingLifetime <= 3 * AuthorityOverlap || AuthorityLifetime <= 6 * AuthorityOverlap)
        {
            throw new ArgumentException(
                $"WebhookOptions.ServingLifetime ({ServingLifetime}) must be longer than three times AuthorityOverlap ({AuthorityOverlap}), and AuthorityLifetime ({AuthorityLifetime}) than six times: else a certificate ends before its CA is replaced.");
        }
    }
}
