using k8s;
using k8s.Models;
using Microsoft.Extensions.Logging;
using Operon.Kubernetes;

namespace Operon.Webhooks;

/// <summary>The webhooks of a server, each under its path.</summary>
public sealed class WebhookSet
{
    private readonly Dictionary<string, List<IAdmissionHandler>> _admission = new(StringComparer.Ordinal);
    private readonly Dictionary<string, ITokenAuthenticator> _authenticators = new(StringComparer.Ordinal);
    private readonly List<ISpokeConversion> _conversions = [];

    /// <summary>The kinds that are converted, without their versions.</summary>
    internal IReadOnlyList<KindConversion> Conversions =>
        [.. _conversions.GroupBy(one => (one.Hub.Group, one.Hub.Kind)).Select(kind => new KindConversion([.. kind]))];

    /// <summary>All paths.</summary>
    internal IReadOnlyList<string> Paths => [.. _admission.Keys, .. _authenticators.Keys, .. _conversions.Count > 0 ? (string[])[WebhookPaths.Convert] : []];

    /// <summary>Adds a defaulter; <paramref name="path"/> null for <see cref="WebhookPaths.Mutate"/>.</summary>
    public WebhookSet AddDefaulter<T>(ResourceKind<T> kind, IDefaulter<T> defaulter, string? path = null)
        where T : class, IKubernetesObject<V1ObjectMeta>
    {
        ArgumentNullException.ThrowIfNull(kind);
        ArgumentNullException.ThrowIfNull(defaulter);
        return AddHandler(path ?? WebhookPaths.Mutate(kind.Type), new DefaultingHandler<T>(kind, defaulter));
    }

    /// <summary>Adds a validator; <paramref name="path"/> null for <see cref="WebhookPaths.Validate"/>.</summary>
    public WebhookSet AddValidator<T>(ResourceKind<T> kind, IValidator<T> validator, string? path = null)
        where T : class, IKubernetesObject<V1ObjectMeta>
    {
        ArgumentNullException.ThrowIfNull(kind);
        ArgumentNullException.ThrowIfNull(validator);
        return AddHandler(path ?? WebhookPaths.Validate(kind.Type), new ValidatingHandler<T>(kind, validator));
    }

    /// <summary>Adds a handler to the chain of a path.</summary>
    public WebhookSet AddHandler(string path, IAdmissionHandler handler)
    {
        ArgumentNullException.ThrowIfNull(handler);
        Check(path);
        if (_authenticators.ContainsKey(path))
        {
            throw new ArgumentException($"The path {path} answers TokenReviews already; give the webhook another one.", nameof(path));
        }

        if (!_admission.TryGetValue(path, out var chain))
        {
            _admission[path] = chain = [];
        }

        chain.Add(handler);
        return this;
    }

    /// <summary>Adds a converter between a version and the hub of its kind.</summary>
    public WebhookSet AddConverter<TSpoke, THub>(ResourceKind<TSpoke> spoke, ResourceKind<THub> hub, IConverter<TSpoke, THub> converter)
        where TSpoke : class, IKubernetesObject<V1ObjectMeta>
        where THub : class, IKubernetesObject<V1ObjectMeta>
    {
        ArgumentNullException.ThrowIfNull(spoke);
        ArgumentNullException.ThrowIfNull(hub);
        ArgumentNullException.ThrowIfNull(converter);
        _conversions.Add(new SpokeConversion<TSpoke, THub>(spoke, hub, converter));
        return this;
    }

    /// <summary>Adds what answers TokenReviews at a path.</summary>
    public WebhookSet AddAuthenticator(string path, ITokenAuthenticator authenticator)
    {
        ArgumentNullException.ThrowIfNull(authenticator);
        Check(path);
        if (_admission.ContainsKey(path) || !_authenticators.TryAdd(path, authenticator))
        {
            throw new ArgumentException($"The path {path} is taken already; give the authenticator another one.", nameof(path));
        }

        return this;
    }

    internal IReadOnlyDictionary<string, IWebhookEndpoint> Endpoints(ILogger logger)
    {
        var endpoints = new Dictionary<string, IWebhookEndpoint>(StringComparer.Ordinal);
        foreach (var (path, chain) in _admission)
        {
            endpoints[path] = new AdmissionEndpoint([.. chain], logger);
        }

        foreach (var (path, authenticator) in _authenticators)
        {
            endpoints[path] = new TokenReviewEndpoint(authenticator, logger);
        }

        if (_conversions.Count > 0)
        {
            endpoints[WebhookPaths.Convert] = new ConversionEndpoint(Conversions, logger);
        }

        return endpoints;
    }

    private static void Check(string path)
    {
        ArgumentException.ThrowIfNullOrEmpty(path);
        if (path[0] != '/' || path == WebhookPaths.Convert || path.AsSpan().IndexOfAny("?# ") >= 0)
        {
            throw new ArgumentException(
                path == WebhookPaths.Convert ? "The path /convert belongs to conversions; give the webhook another one." : $"\"{path}\" is no path; write /something without query.", nameof(path));
        }
    }
}
