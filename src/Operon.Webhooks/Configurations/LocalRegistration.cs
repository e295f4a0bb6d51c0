using System.Text;
using System.Text.Json.Nodes;
using Microsoft.Extensions.Logging;
using Operon.Kubernetes;

namespace Operon.Webhooks;

/// <summary>
/// Registers webhooks at URLs of this machine for the time of a run: the generated configurations under names of their own, and the conversion of definitions
/// that are in the cluster.
/// </summary>
internal sealed partial class LocalRegistration(
    IKubernetesClient client, string operatorName, IReadOnlyList<JsonObject> configurations, IReadOnlyList<KindConversion> conversions, ILogger logger)
{
    private static readonly TimeSpan _removalTimeout = TimeSpan.FromSeconds(10);
    private readonly Dictionary<string, JsonNode?> _conversionsBefore = [];
    private readonly List<(ResourceType Type, string Name)> _registered = [];

    /// <summary>Registers, or registers anew under another bundle.</summary>
    public async Task RegisterAsync(Uri url, string bundlePem, CancellationToken cancellationToken)
    {
        var bundle = Convert.ToBase64String(Encoding.ASCII.GetBytes(bundlePem));
        foreach (var configuration in configurations)
        {
            var local = Local(configuration, url, bundle);
            var type = (local.Kind == WebhookConfigurationView.Mutating.Type.Kind ? WebhookConfigurationView.Mutating : WebhookConfigurationView.Validating).Type;
            await client.Resource(ResourceKinds.Untyped(type)).ApplyAsync(local, new WriteOptions { FieldManager = operatorName, Force = true }, cancellationToken);
            if (!_registered.Contains((type, local.Metadata.Name)))
            {
                _registered.Add((type, local.Metadata.Name));
                Registered(logger, type.Kind, local.Metadata.Name, url);
            }
        }

        foreach (var conversion in conversions)
        {
            await ConvertHereAsync(conversion, url, bundle, cancellationToken);
        }
    }

    /// <summary>Takes everything away; tells what it could not.</summary>
    public async Task UnregisterAsync()
    {
        using var limit = new CancellationTokenSource(_removalTimeout);
        foreach (var (type, name) in _registered)
        {
            await TryAsync(type.Kind, name, client.Resource(ResourceKinds.Metadata(type)).DeleteAsync(null, name, limit.Token).IgnoreNotFoundAsync());
        }

        var definitions = client.Resource(ResourceKinds.Metadata(ResourceKinds.CustomResourceDefinition.Type));
        foreach (var (name, before) in _conversionsBefore)
        {
            await TryAsync("CustomResourceDefinition", name, definitions.PatchAsync(
                null, name, Patch.Json([new JsonObject { ["op"] = "replace", ["path"] = "/spec/conversion", ["value"] = before?.DeepClone() }]), limit.Token));
        }
    }

    private UntypedObject Local(JsonObject configuration, Uri url, string bundle)
    {
        var local = UntypedObject.FromJson(configuration.DeepClone().AsObject());
        local.Metadata.Name = $"{operatorName}-local-{local.Metadata.Name}";
        local.Metadata.Labels = new Dictionary<string, string>(local.Metadata.Labels ?? new Dictionary<string, string>())
        {
            ["app.kubernetes.io/managed-by"] = operatorName,
        };
        foreach (var webhook in (local.Fields["webhooks"] as JsonArray ?? []).OfType<JsonObject>())
        {
            var path = (string?)webhook["clientConfig"]?["service"]?["path"] ?? "/";
            webhook["clientConfig"] = new JsonObject { ["url"] = new Uri(url, path).AbsoluteUri, ["caBundle"] = bundle };
        }

        return local;
    }

    private async Task ConvertHereAsync(KindConversion conversion, Uri url, string bundle, CancellationToken cancellationToken)
    {
        var definitions = client.Resource(ResourceKinds.Untyped(ResourceKinds.CustomResourceDefinition.Type));
        var name = conversion.Hub.GroupResource;
        if (await definitions.FindAsync(null, name, cancellationToken) is not { } definition)
        {
            NotThere(logger, name);
            return;
        }

        var before = definition.Fields["spec"]?["conversion"];

        // A run that was killed left its own behind: there is nothing to go back to but none.
        var isLeftBehind = before?["webhook"]?["clientConfig"]?["url"] is not null;
        _conversionsBefore.TryAdd(name, isLeftBehind || before is null ? new JsonObject { ["strategy"] = "None" } : before.DeepClone());
        var wanted = new JsonObject
        {
            ["strategy"] = "Webhook",
            ["webhook"] = new JsonObject
            {
                ["clientConfig"] = new JsonObject { ["url"] = new Uri(url, WebhookPaths.Convert).AbsoluteUri, ["caBundle"] = bundle },
                ["conversionReviewVersions"] = new JsonArray("v1"),
            },
        };
        if (!JsonNode.DeepEquals(before, wanted))
        {
            await definitions.PatchAsync(null, name, Patch.Json([new JsonObject { ["op"] = before is null ? "add" : "replace", ["path"] = "/spec/conversion", ["value"] = wanted }]), cancellationToken);
            Registered(logger, "CustomResourceDefinition", name, url);
        }
    }

    private async Task TryAsync(string kind, string name, Task removal)
    {
        try
        {
            await removal;
        }
        catch (Exception e) when (e is KubernetesApiException or HttpRequestException or OperationCanceledException)
        {
            NotRemoved(logger, kind, name, e.Message);
        }
    }

    [LoggerMessage(423, LogLevel.Information, "{Kind} {Name} calls {Url} while this operator runs")]
    private static partial void Registered(ILogger logger, string kind, string name, Uri url);

    [LoggerMessage(424, LogLevel.Warning, "{Kind} {Name} still calls this machine and could not be set back: {Error}. Requests it matches may fail; delete it or set it back by hand")]
    private static partial void NotRemoved(ILogger logger, string kind, string name, string error);

    [LoggerMessage(425, LogLevel.Warning, "CustomResourceDefinition {Name} is not installed; its versions are not converted")]
    private static partial void NotThere(ILogger logger, string name);
}
