using Operon.ApiServer.CustomResources;
using Operon.ApiServer.CustomResources.Rules;
using Operon.ApiServer.Discovery;
using Operon.ApiServer.Printing;
using Operon.ApiServer.Schemas;

namespace Operon.ApiServer.Resources;

/// <summary>One resource of one group-version as it is served now.</summary>
internal sealed class ServedResource
{
    private readonly Lazy<RuleNode?> _validationRules;

    public ServedResource(ResourceDefinition definition, Schema schema, CustomResourceVersion? custom)
    {
        Definition = definition;
        Schema = schema;
        Custom = custom;
        _validationRules = new Lazy<RuleNode?>(() => Custom is null ? null : RuleNode.Build(Schema));
        StorageName = StorageNames.Of(definition.Group, definition.Plural);
        Rules = ObjectRules.For(definition, custom);
    }

    public ResourceDefinition Definition { get; }
    public TablePrinter Printer => field ??= Custom is null ? TablePrinter.For(Group, Kind) : TablePrinter.ForCustomResource(Custom.PrinterColumns);
    public Schema Schema { get; }

    /// <summary>What the CRD says about this version; null for built-in kinds.</summary>
    public CustomResourceVersion? Custom { get; }
    public ObjectRules Rules { get; }

    /// <summary>The CEL rules of the CRD's schema; null when it has none.</summary>
    public RuleNode? ValidationRules => _validationRules.Value;

    /// <summary>Where objects live in the store; the same for all versions.</summary>
    public string StorageName { get; }
    public string Group => Definition.Group;
    public string Version => Definition.Version;
    public string Plural => Definition.Plural;
    public string Kind => Definition.Kind;
    public string ListKind => Definition.ListKind;
    public bool Namespaced => Definition.Namespaced;
    public string ApiVersion => Definition.GroupVersion;
    public string GroupResource => Group.Length == 0 ? Plural : $"{Plural}.{Group}";

    /// <summary>The apiVersion objects are stored in.</summary>
    public string StorageApiVersion => Custom is not null ? $"{Group}/{Custom.StorageVersion}" : StorageNames.ApiVersion(Definition);

    public SubresourceDefinition? Subresource(string name) => Definition.Subresources.FirstOrDefault(sub => sub.Name == name);

    public bool HasStatus => Subresource("status") is not null;

    public bool Supports(string verb) => Definition.Verbs.Contains(verb);
}
