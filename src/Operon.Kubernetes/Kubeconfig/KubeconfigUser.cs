using System.Text.Json.Nodes;

namespace Operon.Kubernetes;

/// <summary>Reads the <c>user</c> mapping of a kubeconfig.</summary>
internal static class KubeconfigUser
{
    public static KubernetesClientOptions Apply(KubernetesClientOptions options, KubeconfigSection user, KubeconfigSection cluster)
    {
        if (user.Json["auth-provider"] is not null)
        {
            throw user.Error("auth-provider", "is not supported (Kubernetes removed it in 1.26); use an exec plugin or a token");
        }

        var certificate = user.Pem("client-certificate");
        var key = user.Pem("client-key");
        if (certificate is null != key is null)
        {
            throw user.Error(certificate is null ? "client-certificate" : "client-key", "is missing while the other half of the pair is given");
        }

        var token = user.String("token");
        var tokenFile = token is null ? user.FilePath("tokenFile") : null;
        return options with
        {
            ClientCertificatePem = certificate,
            ClientKeyPem = key,
            Token = token,
            TokenFile = tokenFile,
            Username = user.String("username"),
            Password = user.String("password"),
            Exec = Exec(user, cluster),
            Impersonate = Impersonate(user),
        };
    }

    private static ExecCredentialPlugin? Exec(KubeconfigSection user, KubeconfigSection cluster)
    {
        if (user.Section("exec") is not { } exec)
        {
            return null;
        }

        var version = exec.String("apiVersion") ?? throw exec.Error("apiVersion", "is missing");
        if (version is not (ExecCredentialPlugin.V1 or ExecCredentialPlugin.V1Beta1))
        {
            throw exec.Error("apiVersion", $"'{version}' is not supported; use {ExecCredentialPlugin.V1}");
        }

        // A bare name is searched on PATH, a name with a slash counts from the kubeconfig's folder.
        var command = exec.String("command") ?? throw exec.Error("command", "is missing");
        return new ExecCredentialPlugin
        {
            ApiVersion = version,
            Command = command.Contains('/', StringComparison.Ordinal) ? exec.FilePath("command")! : command,
            Arguments = exec.Strings("args"),
            Environment = Environment(exec),
            InstallHint = exec.String("installHint"),
            InteractiveMode = InteractiveMode(exec, version),
            Cluster = exec.Flag("provideClusterInfo") ? ClusterInfo(cluster) : null,
        };
    }

    private static ExecInteractiveMode InteractiveMode(KubeconfigSection exec, string version) => exec.String("interactiveMode") switch
    {
        "IfAvailable" => ExecInteractiveMode.IfAvailable,
        "Never" => ExecInteractiveMode.Never,
        "Always" => ExecInteractiveMode.Always,
        null when version == ExecCredentialPlugin.V1Beta1 => ExecInteractiveMode.IfAvailable,
        null => throw exec.Error("interactiveMode", $"is missing; {ExecCredentialPlugin.V1} requires Never, IfAvailable or Always"),
        var other => throw exec.Error("interactiveMode", $"'{other}' is not Never, IfAvailable or Always"),
    };

    private static Dictionary<string, string> Environment(KubeconfigSection exec)
    {
        var result = new Dictionary<string, string>();
        if (exec.Json["env"] is not { } list)
        {
            return result;
        }

        foreach (var item in list as JsonArray ?? throw exec.Error("env", "must be a list"))
        {
            var entry = new KubeconfigSection(item as JsonObject ?? throw exec.Error("env", "must be a list of name and value"), exec.File, $"{exec.Field}.env");
            result[entry.String("name") ?? throw entry.Error("name", "is missing")] = entry.String("value") ?? "";
        }

        return result;
    }

    private static JsonObject ClusterInfo(KubeconfigSection cluster)
    {
        var result = new JsonObject { ["server"] = cluster.String("server") };
        if (cluster.Pem("certificate-authority") is { } authority)
        {
            result["certificate-authority-data"] = Convert.ToBase64String(System.Text.Encoding.UTF8.GetBytes(authority));
        }

        foreach (var name in (string[])["tls-server-name", "insecure-skip-tls-verify", "proxy-url"])
        {
            if (cluster.Json[name] is { } value)
            {
                result[name] = value.DeepClone();
            }
        }

        // What the cluster's operator left there for plugins.
        var extensions = cluster.Json["extensions"] as JsonArray ?? [];
        if (extensions.OfType<JsonObject>().FirstOrDefault(one => one["name"]?.ToString() == "client.authentication.k8s.io/exec")?["extension"] is { } config)
        {
            result["config"] = config.DeepClone();
        }

        return result;
    }

    private static Impersonation? Impersonate(KubeconfigSection user)
    {
        if (user.String("as") is not { } name)
        {
            return null;
        }

        var extra = user.Section("as-user-extra");
        return new Impersonation
        {
            User = name,
            Uid = user.String("as-uid"),
            Groups = user.Strings("as-groups"),
            Extra = extra?.Json.ToDictionary(pair => pair.Key, pair => extra.Strings(pair.Key)) ?? [],
        };
    }
}
