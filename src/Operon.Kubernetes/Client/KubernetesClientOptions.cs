using System.Net;
using System.Threading.RateLimiting;
using Microsoft.Extensions.Logging;

namespace Operon.Kubernetes;

/// <summary>How to reach and authenticate to an API server. Plain values; nothing is read or connected before the first request.</summary>
public sealed record KubernetesClientOptions
{
    /// <summary>Base address, such as <c>https://10.0.0.1:6443</c>.</summary>
    public required Uri Server { get; init; }

    /// <summary>Namespace of the context or the pod. Default <c>default</c>.</summary>
    public string DefaultNamespace { get; init; } = "default";

    /// <summary>PEM certificates that may sign the server's certificate; null trusts the machine's roots.</summary>
    public string? CertificateAuthorityPem { get; init; }

    /// <summary>PEM client certificate (with intermediates), together with <see cref="ClientKeyPem"/>.</summary>
    public string? ClientCertificatePem { get; init; }

    /// <summary>PEM private key of <see cref="ClientCertificatePem"/>.</summary>
    public string? ClientKeyPem { get; init; }

    /// <summary>Bearer token.</summary>
    public string? Token { get; init; }

    /// <summary>File with a bearer token; read again every minute and after a 401, as projected tokens rotate. Wins over <see cref="Token"/>.</summary>
    public string? TokenFile { get; init; }

    /// <summary>User name for basic authentication.</summary>
    public string? Username { get; init; }

    /// <summary>Password for basic authentication.</summary>
    public string? Password { get; init; }

    /// <summary>Exec credential plugin; used when there is no token.</summary>
    public ExecCredentialPlugin? Exec { get; init; }

    /// <summary>Accept any server certificate. Default false.</summary>
    public bool InsecureSkipTlsVerify { get; init; }

    /// <summary>Name to ask for and to verify in the server's certificate, instead of the host of <see cref="Server"/>.</summary>
    public string? TlsServerName { get; init; }

    /// <summary>HTTP or SOCKS5 proxy, with user and password in the address if it asks for them; null for the environment's (<c>HTTPS_PROXY</c>, <c>NO_PROXY</c>).</summary>
    public Uri? Proxy { get; init; }

    /// <summary>User-Agent header; its part before the slash is the field manager the server falls back to.</summary>
    public string UserAgent { get; init; } = UserAgents.Default;

    /// <summary>Field manager of writes that name none; null leaves the choice to the server, which takes it from <see cref="UserAgent"/>.</summary>
    public string? FieldManager { get; init; }

    internal string ApplyFieldManager => FieldManager ?? UserAgents.ManagerOf(UserAgent);

    /// <summary>Whom to act as.</summary>
    public Impersonation? Impersonate { get; init; }

    /// <summary>Replaces the dial: returns a connected stream to the endpoint, before TLS.</summary>
    public Func<DnsEndPoint, CancellationToken, ValueTask<Stream>>? ConnectCallback { get; init; }

    /// <summary>Longest time of a request that is not a watch. Default 60 s.</summary>
    public TimeSpan RequestTimeout { get; init; } = TimeSpan.FromSeconds(60);

    /// <summary>
    /// How often a request is sent again when the server answers with Retry-After. 429 and 503 say that nothing was done: any request is repeated.
    /// Other server errors leave that open: only requests that may run twice (GET, PUT, DELETE, apply) are. Default 10, and never past
    /// <see cref="RequestTimeout"/>; 0 gives every refusal to the caller.
    /// </summary>
    public int MaxRetries { get; init; } = 10;

    /// <summary>
    /// Limits the rate of requests; each takes one permit and waits for it. Null, the default, for no limit: the server's priority and fairness
    /// rules protect it better. The limiter belongs to the caller, who may share it among clients.
    /// </summary>
    public RateLimiter? RateLimiter { get; init; }

    /// <summary>Gets every warning the server sends, repeated ones too; null logs each text once to <see cref="LoggerFactory"/>.</summary>
    public Action<ServerWarning>? WarningHandler { get; init; }

    /// <summary>How long an HTTP/2 connection may be silent before it is pinged. Default 30 s; at least 1 s.</summary>
    public TimeSpan KeepAlivePingDelay { get; init; } = TimeSpan.FromSeconds(30);

    /// <summary>How long a ping may stay without an answer before the connection and the requests on it are given up. Default 15 s; at least 1 s.</summary>
    public TimeSpan KeepAlivePingTimeout { get; init; } = TimeSpan.FromSeconds(15);

    /// <summary>Clock of retries, credential expiry and timeouts.</summary>
    public TimeProvider TimeProvider { get; init; } = TimeProvider.System;

    /// <summary>Where server warnings are logged; null for nowhere.</summary>
    public ILoggerFactory? LoggerFactory { get; init; }

    /// <summary>Replaces the network in tests.</summary>
    internal HttpMessageHandler? Handler { get; init; }

    /// <summary>
    /// Reads a kubeconfig. <paramref name="path"/> null takes the files of <c>$KUBECONFIG</c> (merged, first wins) or
    /// <c>~/.kube/config</c>; <paramref name="context"/> null takes <c>current-context</c>. Throws <see cref="KubeconfigException"/>, which names file and field.
    /// </summary>
    public static KubernetesClientOptions FromKubeconfig(string? path = null, string? context = null) =>
        Kubeconfig.Load(path).ToOptions(context);

    /// <summary>Reads kubeconfig text, such as one a test cluster hands out. Relative file names count from the working directory.</summary>
    public static KubernetesClientOptions FromKubeconfigText(string yaml, string? context = null) =>
        Kubeconfig.Parse(yaml).ToOptions(context);

    /// <summary>
    /// The service account of this pod: <c>KUBERNETES_SERVICE_HOST</c>, <c>KUBERNETES_SERVICE_PORT</c> and the files under
    /// <c>/var/run/secrets/kubernetes.io/serviceaccount</c>. Throws <see cref="KubeconfigException"/> outside of a pod.
    /// </summary>
    public static KubernetesClientOptions InCluster() => ServiceAccount.Load(ServiceAccount.Directory);

    /// <summary>In-cluster when the service account's files are there, else <c>$KUBECONFIG</c>, else <c>~/.kube/config</c>.</summary>
    public static KubernetesClientOptions FromEnvironment() => ServiceAccount.IsPresent ? InCluster() : FromKubeconfig();
}
