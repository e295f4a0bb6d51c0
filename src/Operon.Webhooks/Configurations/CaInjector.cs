using System.Globalization;
using System.Text;
using System.Text.Json.Nodes;
using Microsoft.Extensions.Logging;
using Operon.Kubernetes;

namespace Operon.Webhooks;

/// <summary>
/// Writes <c>caBundle</c> where the API server calls this operator. Only that field, by a JSON patch that tests what it found: other writers keep theirs, and
/// a webhook removed meanwhile stays removed.
/// </summary>
/// <param name="client">Reads and patches configurations.</param>
/// <param name="own">Which of them call this operator.</param>
/// <param name="bundlePem">Whom they are to trust.</param>
/// <param name="serviceSeen">Told the name of each Service they call this operator by.</param>
/// <param name="logger">Where to log.</param>
internal sealed partial class CaInjector(IKubernetesClient client, OwnWebhooks own, Func<string> bundlePem, Action<string> serviceSeen, ILogger logger)
{
    /// <summary>Looks for the Services the API server calls this operator by, without writing anything.</summary>
    public async Task FindServicesAsync(CancellationToken cancellationToken)
    {
        await foreach (var (_, configuration) in ConfigurationsAsync(cancellationToken))
        {
            See(configuration);
        }

        await foreach (var definition in DefinitionsAsync(cancellationToken))
        {
            if (own.Has(definition))
            {
                serviceSeen(definition.ClientConfig!.Service!.Name);
            }
        }
    }

    /// <summary>Writes the bundle everywhere.</summary>
    public async Task InjectAsync(CancellationToken cancellationToken)
    {
        await foreach (var (kind, configuration) in ConfigurationsAsync(cancellationToken))
        {
            await InjectAsync(kind, configuration, cancellationToken);
        }

        await foreach (var definition in DefinitionsAsync(cancellationToken))
        {
            await InjectAsync(definition, cancellationToken);
        }
    }

    /// <summary>Writes the bundle into one configuration, where it is another.</summary>
    public async Task InjectAsync(ResourceKind<WebhookConfigurationView> kind, WebhookConfigurationView configuration, CancellationToken cancellationToken)
    {
        See(configuration);
        var bundle = Bundle();
        var operations = new JsonArray();
        foreach (var i in own.In(configuration).Where(i => configuration.Webhooks[i].ClientConfig.CaBundle != bundle))
        {
            var path = string.Create(CultureInfo.InvariantCulture, $"/webhooks/{i}");
            operations.Add((JsonNode)new JsonObject { ["op"] = "test", ["path"] = $"{path}/name", ["value"] = configuration.Webhooks[i].Name });
            operations.Add((JsonNode)new JsonObject { ["op"] = "add", ["path"] = $"{path}/clientConfig/caBundle", ["value"] = bundle });
        }

        await PatchAsync(kind, configuration.Metadata.Name, operations, cancellationToken);
    }

    /// <summary>Writes the bundle into one definition, where it is another.</summary>
    public async Task InjectAsync(ConvertedDefinitionView definition, CancellationToken cancellationToken)
    {
        var bundle = Bundle();
        if (!own.Has(definition))
        {
            return;
        }

        serviceSeen(definition.ClientConfig!.Service!.Name);
        if (definition.ClientConfig.CaBundle == bundle)
        {
            return;
        }

        if (own.ConversionOf(definition) is { } conversion && definition.Spec.Versions.Select(version => version.Name).Except(conversion.Versions).ToArray() is { Length: > 0 } missing)
        {
            NotConverted(logger, definition.Metadata.Name, string.Join(", ", missing), string.Join(", ", conversion.Versions));
        }

        await PatchAsync(
            ConvertedDefinitionView.Resource,
            definition.Metadata.Name,
            [
                new JsonObject { ["op"] = "test", ["path"] = "/spec/conversion/strategy", ["value"] = "Webhook" },
                new JsonObject { ["op"] = "add", ["path"] = "/spec/conversion/webhook/clientConfig/caBundle", ["value"] = bundle },
            ],
            cancellationToken);
    }

    private async Task PatchAsync<T>(ResourceKind<T> kind, string name, JsonArray operations, CancellationToken cancellationToken)
        where T : class, k8s.IKubernetesObject<k8s.Models.V1ObjectMeta>
    {
        if (operations.Count == 0)
        {
            return;
        }

        try
        {
            await client.Resource(kind).PatchAsync(null, name, Patch.Json(operations), cancellationToken);
            WebhookMetrics.Injections.Add(1, new KeyValuePair<string, object?>("kind", kind.Type.Kind));
            Injected(logger, kind.Type.Kind, name);
        }
        catch (KubernetesApiException e) when (e.IsInvalid || e.IsNotFound || e.IsConflict)
        {
            // Changed or deleted since it was read; the change comes by the watch.
            Changed(logger, kind.Type.Kind, name, e.Message);
        }
    }

    private void See(WebhookConfigurationView configuration)
    {
        foreach (var i in own.In(configuration))
        {
            serviceSeen(configuration.Webhooks[i].ClientConfig.Service!.Name);
        }
    }

    private string Bundle() => Convert.ToBase64String(Encoding.ASCII.GetBytes(bundlePem()));

    private async IAsyncEnumerable<(ResourceKind<WebhookConfigurationView> Kind, WebhookConfigurationView Configuration)> ConfigurationsAsync(
        [System.Runtime.CompilerServices.EnumeratorCancellation] CancellationToken cancellationToken)
    {
        foreach (var kind in (ResourceKind<WebhookConfigurationView>[])[WebhookConfigurationView.Mutating, WebhookConfigurationView.Validating])
        {
            await foreach (var configuration in client.Resource(kind).ListAllAsync(null, cancellationToken: cancellationToken))
            {
                yield return (kind, configuration);
            }
        }
    }

    private async IAsyncEnumerable<ConvertedDefinitionView> DefinitionsAsync([System.Runtime.CompilerServices.EnumeratorCancellation] CancellationToken cancellationToken)
    {
        if (own.Conversions.Count == 0)
        {
            yield break;
        }

        await foreach (var definition in client.Resource(ConvertedDefinitionView.Resource).ListAllAsync(null, cancellationToken: cancellationToken))
        {
            yield return definition;
        }
    }

    [LoggerMessage(420, LogLevel.Information, "Wrote the CA of the webhooks into {Kind} {Name}")]
    private static partial void Injected(ILogger logger, string kind, string name);

    [LoggerMessage(421, LogLevel.Information, "{Kind} {Name} changed while the CA of the webhooks was written: {Message}")]
    private static partial void Changed(ILogger logger, string kind, string name, string message);

    [LoggerMessage(422, LogLevel.Error, "CustomResourceDefinition {Name} has the versions {Missing} without a converter; requests for them fail. There are converters for {Versions}: add one with AddConverter, or unserve the version")]
    private static partial void NotConverted(ILogger logger, string name, string missing, string versions);
}
