using System.Text.Json.Nodes;
using Operon.ApiServer.CustomResources;
using Operon.ApiServer.Discovery;
using Operon.ApiServer.Storage;
using Strategy = Operon.ApiServer.Resources.Strategies.ResourceStrategy;

namespace Operon.ApiServer.Resources;

/// <summary>The strategy of a kind together with what the store needs of it.</summary>
internal sealed class ObjectRules
{
    private ObjectRules(Strategy strategy) => Strategy = strategy;

    public static ObjectRules Plain { get; } = new(new Strategies.CustomResourceStrategy(false));

    public Strategy Strategy { get; }

    public static ObjectRules For(ResourceDefinition definition, CustomResourceVersion? custom) => new(custom is null
        ? Strategies.ResourceStrategies.For(definition.Group, definition.Kind)
        : new Strategies.CustomResourceStrategy(
            custom.HasStatus,
            custom.Scale is { } scale ? new Strategies.CustomScalePaths(scale.SpecReplicasPath, scale.StatusReplicasPath, scale.LabelSelectorPath) : null,
            custom.SelectableFields));

    public ObjectIndex Index(JsonObject obj) => new(
        ObjectIndex.LabelsOf(obj),
        Strategy.SupportedFields.Count > 2 ? Strategy.SelectableFields(obj) : ObjectIndex.None);
}
