using System.Text.Json.Nodes;
using Microsoft.Extensions.Logging;
using Operon.Etcd.Api;
using Operon.Kubernetes;

namespace Operon.Etcd;

/// <summary>Installs the operator's CustomResourceDefinitions and waits until the server serves them.</summary>
internal sealed partial class CustomResources(IKubernetesClient client, TimeProvider time, ILogger logger)
{
    private const string FieldManager = "etcd-operator";
    private const string Folder = "crd/";
    private static readonly TimeSpan _poll = TimeSpan.FromMilliseconds(200);
    private static readonly TimeSpan _patience = TimeSpan.FromSeconds(60);
    private static readonly TimeSpan _retry = TimeSpan.FromSeconds(3);

    /// <summary>The definitions as YAML, by their plural names: one for each file in <c>deploy/etcd-operator/crd</c>.</summary>
    public static IReadOnlyDictionary<string, string> Definitions() => typeof(CustomResources).Assembly.GetManifestResourceNames()
        .Where(name => name.StartsWith(Folder, StringComparison.Ordinal))
        .ToDictionary(name => Path.GetFileNameWithoutExtension(name[Folder.Length..]), Read);

    /// <summary>Tries until it succeeds: without its CRD an operator has nothing to do.</summary>
    public async Task InstallAsync(CancellationToken cancellationToken)
    {
        while (true)
        {
            try
            {
                await InstallOnceAsync(cancellationToken);
                return;
            }
            catch (Exception e) when (e is KubernetesApiException or HttpRequestException or TimeoutException)
            {
                NotInstalled(logger, e.Message, _retry);
                await Task.Delay(_retry, time, cancellationToken);
            }
        }
    }

    private async Task InstallOnceAsync(CancellationToken cancellationToken)
    {
        foreach (var definition in Definitions().OrderBy(definition => definition.Key, StringComparer.Ordinal))
        {
            try
            {
                await InstallOnceAsync(definition.Value, cancellationToken);
            }
            catch (KubernetesApiException e) when (e.IsForbidden && definition.Key != EtcdCluster.Plural)
            {
                // A role made for an earlier version knows the clusters only: they are looked after all the same.
                Refused(logger, definition.Key, e.Message);
            }
        }
    }

    private async Task InstallOnceAsync(string definition, CancellationToken cancellationToken)
    {
        var definitions = client.Resource(ResourceKinds.Untyped(ResourceKinds.CustomResourceDefinition.Type));
        var wanted = UntypedObject.FromJson((JsonObject)Yaml.ToJson(definition)[0]);
        await definitions.ApplyAsync(wanted, new WriteOptions { FieldManager = FieldManager, Force = true }, cancellationToken);
        var start = time.GetTimestamp();
        while (true)
        {
            var current = await definitions.GetAsync(null, wanted.Metadata.Name, cancellationToken);
            if (Condition(current, "Established") == "True")
            {
                Installed(logger, wanted.Metadata.Name);
                return;
            }

            if (Condition(current, "NamesAccepted") == "False" || time.GetElapsedTime(start) > _patience)
            {
                throw new TimeoutException($"CustomResourceDefinition {wanted.Metadata.Name} is not established; see its status.conditions");
            }

            await Task.Delay(_poll, time, cancellationToken);
        }
    }

    private static string Read(string resource)
    {
        using var stream = typeof(CustomResources).Assembly.GetManifestResourceStream(resource)!;
        using var reader = new StreamReader(stream);
        return reader.ReadToEnd();
    }

    private static string? Condition(UntypedObject definition, string type) =>
        (definition.Fields["status"]?["conditions"] as JsonArray)?.OfType<JsonObject>().FirstOrDefault(condition => (string?)condition["type"] == type) is { } found
            ? (string?)found["status"]
            : null;

    [LoggerMessage(110, LogLevel.Information, "CustomResourceDefinition {Name} is established")]
    private static partial void Installed(ILogger logger, string name);

    [LoggerMessage(112, LogLevel.Warning, "The CustomResourceDefinition of {Name} may not be installed, so that there are none of these objects: {Error}")]
    private static partial void Refused(ILogger logger, string name, string error);

    [LoggerMessage(111, LogLevel.Warning, "The CustomResourceDefinition could not be installed: {Error}; next try in {Retry}")]
    private static partial void NotInstalled(ILogger logger, string error, TimeSpan retry);
}
