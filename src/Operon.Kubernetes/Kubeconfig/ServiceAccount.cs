namespace Operon.Kubernetes;

/// <summary>The credentials Kubernetes mounts into pods.</summary>
internal static class ServiceAccount
{
    public const string Directory = "/var/run/secrets/kubernetes.io/serviceaccount";

    public static bool IsPresent =>
        !string.IsNullOrEmpty(Environment.GetEnvironmentVariable("KUBERNETES_SERVICE_HOST")) && File.Exists(Path.Combine(Directory, "token"));

    public static KubernetesClientOptions Load(string directory)
    {
        var host = Environment.GetEnvironmentVariable("KUBERNETES_SERVICE_HOST");
        var port = Environment.GetEnvironmentVariable("KUBERNETES_SERVICE_PORT");
        if (string.IsNullOrEmpty(host) || string.IsNullOrEmpty(port))
        {
            throw new KubeconfigException("KUBERNETES_SERVICE_HOST and KUBERNETES_SERVICE_PORT are not set: this process does not run in a pod. Use a kubeconfig instead.");
        }

        var token = Path.Combine(directory, "token");
        if (!File.Exists(token))
        {
            throw new KubeconfigException($"{token} does not exist: the pod has no service account token. Remove automountServiceAccountToken: false from the pod or its service account.");
        }

        var authority = Path.Combine(directory, "ca.crt");
        var namespaceFile = Path.Combine(directory, "namespace");
        return new KubernetesClientOptions
        {
            Server = new Uri($"https://{(host.Contains(':', StringComparison.Ordinal) ? $"[{host}]" : host)}:{port}"),
            TokenFile = token,
            CertificateAuthorityPem = File.Exists(authority) ? File.ReadAllText(authority) : null,
            DefaultNamespace = File.Exists(namespaceFile) ? File.ReadAllText(namespaceFile).Trim() : "default",
        };
    }
}
