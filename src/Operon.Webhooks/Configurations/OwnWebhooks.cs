namespace Operon.Webhooks;

/// <summary>
/// Tells which configurations call this operator: those that name a Service of its namespace and one of its paths. Names of objects and Services may
/// have been given prefixes by kustomize or Helm; paths are as the code has them.
/// </summary>
internal sealed class OwnWebhooks(string namespaceName, IReadOnlyCollection<string> paths, IReadOnlyList<KindConversion> conversions)
{
    // Whoever set it wants cert-manager to inject.
    private const string InjectionByOthers = "cert-manager.io/inject-ca-from";

    public IReadOnlyList<KindConversion> Conversions => conversions;

    /// <summary>Positions of the webhooks that are this operator's.</summary>
    public IEnumerable<int> In(WebhookConfigurationView configuration) => IsLeftToOthers(configuration.Metadata.Annotations)
        ? []
        : Enumerable.Range(0, configuration.Webhooks.Count).Where(i =>
            configuration.Webhooks[i].ClientConfig.Service is { } service && service.Namespace == namespaceName && paths.Contains(service.Path ?? "/"));

    /// <summary>Whether the definition is converted by this operator.</summary>
    public bool Has(ConvertedDefinitionView definition) =>
        !IsLeftToOthers(definition.Metadata.Annotations)
        && definition.ClientConfig?.Service is { } service
        && service.Namespace == namespaceName
        && (service.Path ?? "/") == WebhookPaths.Convert
        && ConversionOf(definition) is not null;

    public KindConversion? ConversionOf(ConvertedDefinitionView definition) =>
        conversions.FirstOrDefault(one => one.Hub.Group == definition.Spec.Group && one.Hub.Kind == definition.Spec.Names.Kind);

    private static bool IsLeftToOthers(IDictionary<string, string>? annotations) => annotations?.Keys.Any(key => key.StartsWith(InjectionByOthers, StringComparison.Ordinal)) == true;
}
