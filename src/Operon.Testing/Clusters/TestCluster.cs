using System.Globalization;
using k8s.Models;
using Operon.Kubernetes;

namespace Operon.Testing;

/// <summary>
/// A Kubernetes API for one test or one test class: an API server in this process, with its objects in memory, that starts in a fraction of a second.
/// Nothing acts on objects but what the test starts, unless <see cref="TestClusterOptions.BuiltInControllers"/> is set.
/// <code>
/// await using var cluster = await TestCluster.StartAsync(new() { CrdPaths = ["deploy/crd"] });
/// var manager = new ControllerManager(cluster.Client);
/// </code>
/// </summary>
public sealed partial class TestCluster : IAsyncDisposable
{
    /// <summary>Names the kubeconfig of a cluster that tests use instead of a server in their process.</summary>
    public const string KubeconfigVariable = "OPERON_TEST_KUBECONFIG";

    /// <summary>How long the waiting members wait, in real time, unless told otherwise.</summary>
    public static readonly TimeSpan DefaultTimeout = TimeSpan.FromSeconds(30);

    private const string Admin = "operon-test-admin";
    private const string Masters = "system:masters";
    private readonly TestClusterOptions _options;
    private readonly TestServer? _server;
    private readonly KubernetesClientOptions? _existing;
    private readonly FaultInjector _faults;
    private readonly RequestJournal _requests;
    private readonly ClusterSetup _setup;
    private readonly List<IAsyncDisposable> _clients = [];
    private readonly List<string> _namespaces = [];
    private readonly Lock _lock = new();
    private ControllerRun? _controllers;

    private TestCluster(TestClusterOptions options, TestServer? server, KubernetesClientOptions? existing, FaultInjector faults, RequestJournal requests)
    {
        _options = options;
        _server = server;
        _existing = existing;
        _faults = faults;
        _requests = requests;
        Client = ClientFor(Admin, Masters);
        Observer = server is null ? Client : Track(KubernetesClient.Create(Options(Admin, [Masters]) with { Server = server.SideDoor, TimeProvider = TimeProvider.System }));
        _setup = new ClusterSetup(Observer);
    }

    /// <summary>A client that may do everything: for what is under test. Faults hit it and the journal shows it.</summary>
    public IKubernetesClient Client { get; }

    /// <summary>A client that may do everything: for the test itself. It is spared by faults and outages, and the journal leaves it out.</summary>
    public IKubernetesClient Observer { get; }

    /// <summary>Whether the API server runs in this process, so that faults can be injected and requests are recorded.</summary>
    public bool IsInProcess => _server is not null;

    /// <summary>The clock of the options.</summary>
    public TimeProvider TimeProvider => _options.TimeProvider;

    /// <summary>What goes wrong. Throws <see cref="InvalidOperationException"/> on a cluster that is not in this process.</summary>
    public FaultInjector Faults => IsInProcess ? _faults : throw NotInProcess("Faults");

    /// <summary>What clients asked for. Throws <see cref="InvalidOperationException"/> on a cluster that is not in this process.</summary>
    public RequestJournal Requests => IsInProcess ? _requests : throw NotInProcess("The journal of requests");

    /// <summary>Where clients under test connect.</summary>
    public Uri Address => _server?.Host.Address ?? _existing!.Server;

    /// <summary>Starts a cluster (or connects to the given one), installs what the options name and waits until all definitions are served.</summary>
    /// <param name="options">What it starts with; null for the defaults.</param>
    /// <param name="cancellationToken">Gives up starting.</param>
    public static async Task<TestCluster> StartAsync(TestClusterOptions? options = null, CancellationToken cancellationToken = default)
    {
        options ??= new TestClusterOptions();
        var faults = new FaultInjector(options.Seed ?? Environment.TickCount);
        var requests = new RequestJournal();
        var kubeconfig = options.Kubeconfig ?? (options.AlwaysInProcess ? null : Environment.GetEnvironmentVariable(KubeconfigVariable));
        var existing = string.IsNullOrEmpty(kubeconfig) ? null : KubernetesClientOptions.FromKubeconfig(kubeconfig);
        var server = existing is null ? await TestServer.StartAsync(options, faults, requests, cancellationToken) : null;
        var cluster = new TestCluster(options, server, existing, faults, requests);
        try
        {
            if (options.BuiltInControllers && server is not null)
            {
                cluster._controllers = ControllerRun.Start(cluster.Observer, server.Host.CaCertificatePem, options);
            }

            await cluster._setup.InstallAsync(options, cancellationToken);
            return cluster;
        }
        catch
        {
            await cluster.DisposeAsync();
            throw;
        }
    }

    /// <summary>A client with the rights RBAC gives this user; closed with the cluster.</summary>
    /// <param name="user">The user name.</param>
    /// <param name="groups">The groups; <c>system:masters</c> may do everything.</param>
    public IKubernetesClient ClientFor(string user, params string[] groups) => Track(KubernetesClient.Create(Options(user, groups)));

    /// <summary>How a client of this user connects: for a client with options of its own.</summary>
    /// <param name="user">The user name.</param>
    /// <param name="groups">The groups.</param>
    public KubernetesClientOptions ClientOptionsFor(string user, params string[] groups) => Options(user, groups);

    /// <summary>A kubeconfig (YAML) with all data embedded.</summary>
    /// <param name="user">The user name; the default may do everything.</param>
    /// <param name="groups">The groups.</param>
    public string Kubeconfig(string user = Admin, params string[] groups) =>
        _server is { } server
            ? server.Host.Kubeconfig(user, user == Admin && groups.Length == 0 ? [Masters] : groups)
            : throw NotInProcess("A kubeconfig of its own");

    /// <summary>Writes <see cref="Kubeconfig"/> to a file only the user of this process can read.</summary>
    /// <param name="path">The file.</param>
    /// <param name="user">The user name; the default may do everything.</param>
    /// <param name="cancellationToken">Gives up writing.</param>
    public async Task WriteKubeconfigAsync(string path, string user = Admin, CancellationToken cancellationToken = default)
    {
        var options = new FileStreamOptions { Mode = FileMode.Create, Access = FileAccess.Write };
        if (!OperatingSystem.IsWindows())
        {
            options.UnixCreateMode = UnixFileMode.UserRead | UnixFileMode.UserWrite;
        }

        await using var writer = new StreamWriter(path, options);
        await writer.WriteAsync(Kubeconfig(user).AsMemory(), cancellationToken);
    }

    /// <summary>Creates a namespace with a name nobody else has, so that tests can share a cluster.</summary>
    /// <param name="prefix">What the name begins with.</param>
    /// <param name="cancellationToken">Gives up.</param>
    public async Task<string> CreateNamespaceAsync(string prefix = "test", CancellationToken cancellationToken = default)
    {
        var name = string.Create(CultureInfo.InvariantCulture, $"{prefix}-{Guid.NewGuid().ToString("N")[..8]}");
        await _setup.CreateNamespaceAsync(name, cancellationToken);
        lock (_lock)
        {
            _namespaces.Add(name);
        }

        return name;
    }

    /// <summary>Gives a user rights in all namespaces, and returns a client of that user.</summary>
    public async Task<IKubernetesClient> AddUserAsync(TestUser user, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(user);
        await _setup.GrantAsync(user, cancellationToken);
        return ClientFor(user.Name);
    }

    /// <summary>
    /// Gives a user exactly the rights of these roles, such as those generated for an operator (<see cref="RoleSet.Generated"/>), and returns a client of that user. The namespaces of
    /// Roles must exist.
    /// </summary>
    public async Task<IKubernetesClient> AddUserAsync(string user, RoleSet roles, CancellationToken cancellationToken = default)
    {
        ArgumentException.ThrowIfNullOrEmpty(user);
        ArgumentNullException.ThrowIfNull(roles);
        await _setup.GrantAsync(user, roles, cancellationToken);
        return ClientFor(user);
    }

    /// <summary>Installs definitions from files, folders or text and waits until they are served.</summary>
    /// <param name="pathOrYaml">A path, YAML text that holds <c>kind:</c>, or JSON text such as the generated <c>CustomResourceDefinitions</c>.</param>
    /// <param name="cancellationToken">Gives up.</param>
    public async Task InstallCrdsAsync(string pathOrYaml, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(pathOrYaml);
        var crds = pathOrYaml.Contains("kind:", StringComparison.Ordinal) || pathOrYaml.TrimStart().StartsWith('{')
            ? [.. Manifests.Parse(pathOrYaml).Where(Manifests.IsCrd)]
            : await Manifests.CrdsAsync([pathOrYaml], cancellationToken);
        await _setup.InstallCrdsAsync(crds, cancellationToken);
    }

    /// <summary>
    /// Forgets all history, as etcd's compaction does: a watch or a page of a list that asks for anything before now gets 410. Open watches go on; end
    /// them with a fault to make clients ask.
    /// </summary>
    public void CompactHistory() => (_server ?? throw NotInProcess("Compaction")).Compact();

    /// <summary>The API server breaks all connections and refuses new ones, until <see cref="ComeBackAsync"/>. Its objects survive; <see cref="Observer"/> still reaches them.</summary>
    public Task GoDownAsync() => (_server ?? throw NotInProcess("An outage")).Host.GoDownAsync();

    /// <summary>The API server listens again, at the same address.</summary>
    public Task ComeBackAsync(CancellationToken cancellationToken = default) => (_server ?? throw NotInProcess("An outage")).Host.ComeBackAsync(cancellationToken);

    /// <summary>Closes all clients and stops the server. On an existing cluster the namespaces of <see cref="CreateNamespaceAsync"/> are deleted.</summary>
    public async ValueTask DisposeAsync()
    {
        if (_controllers is not null)
        {
            await _controllers.DisposeAsync();
        }

        if (_server is null)
        {
            foreach (var name in _namespaces)
            {
                await Observer.Resource(ResourceKinds.Namespace).DeleteAsync(null, name, CancellationToken.None);
            }
        }

        List<IAsyncDisposable> clients;
        lock (_lock)
        {
            clients = [.. _clients];
            _clients.Clear();
        }

        foreach (var client in clients)
        {
            await client.DisposeAsync();
        }

        if (_server is not null)
        {
            await _server.DisposeAsync();
        }
    }

    private static InvalidOperationException NotInProcess(string what) =>
        new($"{what} needs the API server in this process: set AlwaysInProcess, or unset {KubeconfigVariable} and Kubeconfig.");

    private KubernetesClientOptions Options(string user, string[] groups)
    {
        if (_server is null)
        {
            return user == Admin ? _existing! : _existing! with { Impersonate = new Impersonation { User = user, Groups = groups } };
        }

        var certificate = _server.Host.IssueClientCertificate(user, groups);
        return new KubernetesClientOptions
        {
            Server = _server.Host.Address,
            CertificateAuthorityPem = _server.Host.CaCertificatePem,
            ClientCertificatePem = certificate.CertificatePem,
            ClientKeyPem = certificate.PrivateKeyPem,
            TimeProvider = _options.TimeProvider,
            LoggerFactory = _options.LoggerFactory,
        };
    }

    private KubernetesClient Track(KubernetesClient client)
    {
        lock (_lock)
        {
            _clients.Add(client);
        }

        return client;
    }
}
