using System.Text;
using k8s.Models;

namespace Operon.LocalCluster.Pods;

/// <summary>Puts a container's environment together: Services, image, <c>envFrom</c>, then <c>env</c>, later ones winning.</summary>
internal sealed class EnvironmentBuilder(IPodApi api)
{
    private const string DefaultPath = "/usr/local/sbin:/usr/local/bin:/usr/sbin:/usr/bin:/sbin:/bin";

    /// <summary>Throws <see cref="ContainerConfigException"/> when a ConfigMap, Secret or key is missing.</summary>
    public async Task<Dictionary<string, string>> BuildAsync(
        V1Pod pod, V1Container container, IReadOnlyDictionary<string, string> imageEnvironment, PodAddresses addresses, string hostName, CancellationToken cancellationToken)
    {
        var namespaceName = pod.Metadata.NamespaceProperty;
        var services = pod.Spec.EnableServiceLinks == false ? [] : await api.ListServicesAsync(namespaceName, cancellationToken);
        var variables = ServiceVariables.Build(services);
        variables["PATH"] = DefaultPath;
        variables["HOME"] = "/root";
        variables["HOSTNAME"] = hostName;
        foreach (var (name, value) in imageEnvironment)
        {
            variables[name] = value;
        }

        foreach (var source in container.EnvFrom ?? [])
        {
            foreach (var (name, value) in await ReadAllAsync(namespaceName, source, cancellationToken))
            {
                variables[source.Prefix + name] = value;
            }
        }

        foreach (var variable in container.Env ?? [])
        {
            if (variable.ValueFrom is not { } source)
            {
                variables[variable.Name] = VariableExpansion.Expand(variable.Value ?? "", variables);
            }
            else if (await ReadAsync(pod, container, source, addresses, cancellationToken) is { } value)
            {
                variables[variable.Name] = value;
            }
        }

        return variables;
    }

    private async Task<string?> ReadAsync(V1Pod pod, V1Container container, V1EnvVarSource source, PodAddresses addresses, CancellationToken cancellationToken)
    {
        var namespaceName = pod.Metadata.NamespaceProperty;
        if (source.FieldRef is { } field)
        {
            return DownwardFields.Field(pod, addresses, field.FieldPath);
        }

        if (source.ResourceFieldRef is { } resource)
        {
            return DownwardFields.Resource(pod, resource, container.Name);
        }

        if (source.ConfigMapKeyRef is { } configKey)
        {
            var configMap = await api.FindConfigMapAsync(namespaceName, configKey.Name, cancellationToken);
            return configMap?.Data is { } data && data.TryGetValue(configKey.Key, out var text)
                ? text
                : Missing(configKey.Optional, configMap is null ? $"configmap \"{configKey.Name}\" not found" : $"couldn't find key {configKey.Key} in ConfigMap {namespaceName}/{configKey.Name}");
        }

        if (source.SecretKeyRef is { } secretKey)
        {
            var secret = await api.FindSecretAsync(namespaceName, secretKey.Name, cancellationToken);
            return secret?.Data is { } data && data.TryGetValue(secretKey.Key, out var bytes)
                ? Encoding.UTF8.GetString(bytes)
                : Missing(secretKey.Optional, secret is null ? $"secret \"{secretKey.Name}\" not found" : $"couldn't find key {secretKey.Key} in Secret {namespaceName}/{secretKey.Name}");
        }

        return null;
    }

    private async Task<IEnumerable<KeyValuePair<string, string>>> ReadAllAsync(string namespaceName, V1EnvFromSource source, CancellationToken cancellationToken)
    {
        if (source.ConfigMapRef is { } configMap)
        {
            var found = await api.FindConfigMapAsync(namespaceName, configMap.Name, cancellationToken);
            _ = found is null ? Missing(configMap.Optional, $"configmap \"{configMap.Name}\" not found") : null;
            return found?.Data ?? new Dictionary<string, string>();
        }

        if (source.SecretRef is { } secret)
        {
            var found = await api.FindSecretAsync(namespaceName, secret.Name, cancellationToken);
            _ = found is null ? Missing(secret.Optional, $"secret \"{secret.Name}\" not found") : null;
            return (found?.Data ?? new Dictionary<string, byte[]>()).Select(entry => KeyValuePair.Create(entry.Key, Encoding.UTF8.GetString(entry.Value)));
        }

        return [];
    }

    private static string? Missing(bool? isOptional, string message) =>
        isOptional == true ? null : throw new ContainerConfigException(message);
}
