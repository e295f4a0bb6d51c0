using System.Net;
using System.Security.Cryptography.X509Certificates;
using Microsoft.Extensions.Logging.Abstractions;
using Operon.ApiServer.Admission;
using Operon.ApiServer.Authentication;
using Operon.ApiServer.Authorization;
using Operon.ApiServer.Certificates;
using Operon.ApiServer.CustomResources;
using Operon.ApiServer.Http;
using Operon.ApiServer.Policies;
using Operon.ApiServer.Resources;
using Operon.ApiServer.Storage;
using Operon.ApiServer.Tokens;
using Operon.ApiServer.Webhooks;

namespace Operon.ApiServer.Hosting;

/// <summary>The parts of one API server, put together.</summary>
internal sealed class ApiServerCore : IAsyncDisposable
{
    private readonly CancellationTokenSource _stopping = new();
    private readonly TokenKey _tokenKey;
    private readonly WebhookClient _webhooks;
    private Task _background = Task.CompletedTask;

    private ApiServerCore(ApiServerOptions options)
    {
        var time = options.TimeProvider;
        var pki = options.DataDirectory is null ? null : Directory.CreateDirectory(Path.Combine(options.DataDirectory, "pki")).FullName;
        Authority = CertificateAuthority.Open(pki, options.CertificateClock ?? time);
        ServingCertificate = IssueServing(options);
        _tokenKey = TokenKey.Open(pki);

        ObjectStore? store = null;
        Registry = new ResourceRegistry(() => store is null ? StoreSnapshot.Empty : store.State.Objects(StorageNames.CustomResourceDefinitions));
        var log = options.DataDirectory is null ? null : new SqliteLog(Path.Combine(options.DataDirectory, "operon.db"));
        Store = store = new ObjectStore(log, time, Registry.Indexer);
        var logger = (options.LoggerFactory ?? NullLoggerFactory.Instance).CreateLogger("Operon.ApiServer");

        Authorizer = new RbacAuthorizer(Store);
        var tokens = new ServiceAccountTokens(_tokenKey, Store, time);
        var staticTokens = options.StaticTokens.ToDictionary(token => token.Token, token => new UserInfo(token.User, "", [.. token.Groups, UserInfo.Authenticated]));
        Authenticator = new RequestAuthenticator(Authority, tokens, staticTokens, time);
        _webhooks = new WebhookClient(new ServiceResolver(Store, options.EndpointDialer), time, options.UrlDialer);
        var converter = new ObjectConverter(new ConversionWebhook(_webhooks));
        var encoder = new ObjectEncoder(converter);
        var matcher = new AdmissionWebhookMatcher(Store, Registry, new EvaluatedMatchConditions(Authorizer));
        var caller = new AdmissionWebhookCaller(_webhooks, logger);
        var admission = new AdmissionChain(
        [
            new NamespaceLifecycle(Store), new NamespaceDefaults(), new ServiceAccountAdmission(Store), new PodPriority(Store), new DefaultTolerations(),
            new DefaultStorageClass(Store), new ClaimResize(Store), new RoleEscalation(Authorizer), new MissingFeatures(options.Notices),
        ],
        [
            new MutatingWebhooks(new AdmissionWebhookRegistry(Store, StorageNames.MutatingWebhookConfigurations), matcher, caller, converter),
            new ValidatingPolicies(new PolicyRegistry(Store), new PolicyMatcher(matcher), new PolicyParameters(Store, Registry), Store, Authorizer, converter),
            new ValidatingWebhooks(new AdmissionWebhookRegistry(Store, StorageNames.ValidatingWebhookConfigurations), matcher, caller, converter),
        ],
        [new CustomResourceAdmission(Store, time), new ServiceAddresses(Store, options.ServiceCidr)]);
        var tracking = new FieldTracking(Registry, converter);
        Writer = new ObjectWriter(Store, admission, encoder, tracking, time);
        Deleter = new ObjectDeleter(Store, admission, encoder, time);
        Cleanup = new CustomResourceCleanup(Store, Registry, Writer, Deleter, time, logger);
        Expiry = new EventExpiry(Store, time);

        var views = new ObjectViews(encoder, time);
        var lists = new ListEndpoint(Store, views, encoder);
        var writes = new WriteEndpoint(Store, Writer, Deleter, lists, views, encoder);
        var patches = new PatchEndpoint(Writer, new ApplyEndpoint(Store, Writer, tracking, writes, Authorizer, time), writes);
        var subresources = new SubresourceEndpoints(
            writes, patches, new ReadStatusEndpoint(Store, views), new ScaleEndpoint(Store, Writer, encoder), new PodEndpoints(Store, Registry, Writer, Deleter, admission, time),
            new PodLogEndpoint(Store, options.PodLogs), new TokenRequestEndpoint(Store, tokens, admission));
        var resources = new ResourceEndpoints(
            Store, Registry, views, lists, new WatchEndpoint(Store, views, encoder, time), writes, patches, new ReviewEndpoints(Authorizer, Authenticator, tokens, time), subresources);
        Pipeline = new RequestPipeline(Authenticator, Authorizer, new NonResourceEndpoints(Registry, _tokenKey), resources, logger, _stopping.Token);
    }

    public CertificateAuthority Authority { get; }
    public X509Certificate2 ServingCertificate { get; }
    public ObjectStore Store { get; }
    public ResourceRegistry Registry { get; }
    public RbacAuthorizer Authorizer { get; }
    public RequestAuthenticator Authenticator { get; }
    public ObjectWriter Writer { get; }
    public ObjectDeleter Deleter { get; }
    public RequestPipeline Pipeline { get; }
    private CustomResourceCleanup Cleanup { get; }
    private EventExpiry Expiry { get; }

    public static async Task<ApiServerCore> OpenAsync(ApiServerOptions options, CancellationToken cancellationToken)
    {
        var core = new ApiServerCore(options);
        await new BootstrapObjects(core.Store, core.Registry, core.Writer, options.ServiceCidr).EnsureAsync(cancellationToken).ConfigureAwait(false);
        core._background = Task.WhenAll(core.Cleanup.RunAsync(core._stopping.Token), core.Expiry.RunAsync(core._stopping.Token));
        return core;
    }

    /// <summary>Ends watches and background work; requests in flight may still finish.</summary>
    public async Task StopAsync()
    {
        await _stopping.CancelAsync().ConfigureAwait(false);
        await _background.ConfigureAwait(false);
    }

    public async ValueTask DisposeAsync()
    {
        await StopAsync().ConfigureAwait(false);
        await Store.DisposeAsync().ConfigureAwait(false);
        _webhooks.Dispose();
        _tokenKey.Dispose();
        ServingCertificate.Dispose();
        Authority.Dispose();
    }

    private X509Certificate2 IssueServing(ApiServerOptions options)
    {
        var names = new List<string> { "localhost", "kubernetes", "kubernetes.default", "kubernetes.default.svc", "kubernetes.default.svc.cluster.local" };
        var addresses = new List<IPAddress> { IPAddress.Loopback, IPAddress.IPv6Loopback, ServiceRange.First(options.ServiceCidr), options.Listen.Address };
        addresses.AddRange(options.AlsoListen.Select(endpoint => endpoint.Address));
        foreach (var name in options.CertificateNames)
        {
            if (IPAddress.TryParse(name, out var address))
            {
                addresses.Add(address);
            }
            else
            {
                names.Add(name);
            }
        }

        return Authority.IssueServer(names, addresses);
    }
}
