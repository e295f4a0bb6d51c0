using System.Text.Json.Nodes;

namespace Operon.Kubernetes;

/// <summary>One or more kubeconfig files, merged as kubectl does: for each name and for current-context the first file wins.</summary>
internal sealed class Kubeconfig
{
    private readonly Dictionary<string, KubeconfigSection> _clusters = [];
    private readonly Dictionary<string, KubeconfigSection> _users = [];
    private readonly Dictionary<string, KubeconfigSection> _contexts = [];
    private readonly List<string> _files = [];
    private string? _currentContext;

    public static Kubeconfig Load(string? path) => Load(path is not null ? [path] : DefaultFiles());

    /// <summary>Merges the files; those that do not exist are left out, as long as one does.</summary>
    public static Kubeconfig Load(IReadOnlyList<string> files)
    {
        var present = files.Where(File.Exists).ToArray();
        if (present.Length == 0)
        {
            throw new KubeconfigException(
                $"No kubeconfig found: {string.Join(", ", files)} does not exist. Set KUBECONFIG or pass the file.");
        }

        var result = new Kubeconfig();
        foreach (var file in present)
        {
            result.Add(File.ReadAllText(file), file);
        }

        return result;
    }

    public static Kubeconfig Parse(string yaml)
    {
        var result = new Kubeconfig();
        result.Add(yaml, "kubeconfig");
        return result;
    }

    public KubernetesClientOptions ToOptions(string? contextName)
    {
        var files = string.Join(", ", _files);
        contextName ??= _currentContext ?? throw new KubeconfigException(
            $"{files}: current-context is not set. Set it (kubectl config use-context) or name a context: {Names(_contexts)}.");
        var context = Find(_contexts, contextName, $"{files}: context '{contextName}' does not exist; there are: {Names(_contexts)}.");
        var clusterName = context.String("cluster") ?? throw context.Error("cluster", "is missing");
        var cluster = Find(_clusters, clusterName, $"{context.File}: {context.Field}.cluster names '{clusterName}', which does not exist; there are: {Names(_clusters)}.");
        var server = cluster.String("server") ?? throw cluster.Error("server", "is missing");
        if (!Uri.TryCreate(server.Contains("://", StringComparison.Ordinal) ? server : $"https://{server}", UriKind.Absolute, out var address)
            || address.Scheme is not ("http" or "https"))
        {
            throw cluster.Error("server", $"'{server}' is not an http or https address");
        }

        var options = new KubernetesClientOptions
        {
            Server = address,
            DefaultNamespace = context.String("namespace") ?? "default",
            CertificateAuthorityPem = cluster.Pem("certificate-authority"),
            InsecureSkipTlsVerify = cluster.Flag("insecure-skip-tls-verify"),
            TlsServerName = cluster.String("tls-server-name"),
            Proxy = cluster.String("proxy-url") is { } proxy
                ? Uri.TryCreate(proxy, UriKind.Absolute, out var uri) ? uri : throw cluster.Error("proxy-url", $"'{proxy}' is not an address")
                : null,
        };
        if (context.String("user") is not { } userName)
        {
            return options;
        }

        var user = Find(_users, userName, $"{context.File}: {context.Field}.user names '{userName}', which does not exist; there are: {Names(_users)}.");
        return KubeconfigUser.Apply(options, user, cluster);
    }

    private static string[] DefaultFiles()
    {
        var variable = Environment.GetEnvironmentVariable("KUBECONFIG");
        return string.IsNullOrEmpty(variable)
            ? [Path.Combine(Environment.GetFolderPath(Environment.SpecialFolder.UserProfile), ".kube", "config")]
            : variable.Split(Path.PathSeparator, StringSplitOptions.RemoveEmptyEntries);
    }

    private static KubeconfigSection Find(Dictionary<string, KubeconfigSection> sections, string name, string missing) =>
        sections.TryGetValue(name, out var section) ? section : throw new KubeconfigException(missing);

    private static string Names(Dictionary<string, KubeconfigSection> sections) =>
        sections.Count == 0 ? "none" : string.Join(", ", sections.Keys);

    private void Add(string yaml, string file)
    {
        _files.Add(file);
        IReadOnlyList<JsonNode> documents;
        try
        {
            documents = Yaml.ToJson(yaml);
        }
        catch (FormatException e)
        {
            throw new KubeconfigException($"{file}: {e.Message}", e);
        }

        if (documents.Count == 0)
        {
            return;
        }

        var root = new KubeconfigSection(
            documents[0] as JsonObject ?? throw new KubeconfigException($"{file}: not a kubeconfig: the top level must be a mapping."), file, "");
        _currentContext ??= root.Json["current-context"] is null ? null : root.String("current-context");
        AddNamed(root, _clusters, "clusters", "cluster");
        AddNamed(root, _users, "users", "user");
        AddNamed(root, _contexts, "contexts", "context");
    }

    private static void AddNamed(KubeconfigSection root, Dictionary<string, KubeconfigSection> sections, string list, string member)
    {
        if (root.Json[list] is null)
        {
            return;
        }

        var array = root.Json[list] as JsonArray ?? throw new KubeconfigException($"{root.File}: {list} must be a list.");
        for (var i = 0; i < array.Count; i++)
        {
            var field = $"{list}[{i}]";
            var item = new KubeconfigSection(
                array[i] as JsonObject ?? throw new KubeconfigException($"{root.File}: {field} must be a mapping."), root.File, field);
            var name = item.String("name") ?? throw item.Error("name", "is missing");
            sections.TryAdd(name, item.Section(member) ?? new KubeconfigSection([], root.File, $"{field}.{member}"));
        }
    }
}
