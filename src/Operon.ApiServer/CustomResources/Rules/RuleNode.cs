using Operon.ApiServer.Schemas;
using Operon.Cel;

namespace Operon.ApiServer.CustomResources.Rules;

/// <summary>The rules of a schema node and of those below it.</summary>
internal sealed class RuleNode
{
    private RuleNode(Schema schema, CelType type, IReadOnlyList<CompiledRule> rules, IReadOnlyDictionary<string, RuleNode> properties, RuleNode? values, RuleNode? items)
    {
        Schema = schema;
        Type = type;
        Rules = rules;
        Properties = properties;
        Values = values;
        Items = items;
    }

    public Schema Schema { get; }

    public CelType Type { get; }

    public IReadOnlyList<CompiledRule> Rules { get; }

    public IReadOnlyDictionary<string, RuleNode> Properties { get; }

    /// <summary>The rules of map values.</summary>
    public RuleNode? Values { get; }

    public RuleNode? Items { get; }

    /// <summary>Null when there is no rule at any depth.</summary>
    public static RuleNode? Build(Schema root) => Build(root, RuleTypes.Of(root, isResourceRoot: true), isRoot: true);

    /// <summary>The type of a child as its parent knows it; a type of its own where rules of the parent cannot reach it.</summary>
    public static CelType? TypeOfProperty(CelType? parent, string name, Schema property) =>
        CelIdentifier.TryEscape(name, out var escaped) && parent is not null && parent.Fields.TryGetValue(escaped, out var field)
            ? field.Type
            : RuleTypes.Of(property, isResourceRoot: false);

    public static CelType? TypeOfElement(CelType? parent, Schema element) =>
        parent is { Kind: CelKind.List or CelKind.Map } ? parent.Parameters[^1] : RuleTypes.Of(element, isResourceRoot: false);

    private static RuleNode? Build(Schema schema, CelType? type, bool isRoot)
    {
        var properties = new Dictionary<string, RuleNode>(StringComparer.Ordinal);
        foreach (var (name, property) in schema.Properties)
        {
            // The fields of metadata have the server's own schema, without rules and without end.
            if (!(name == "metadata" && (isRoot || schema.EmbeddedResource)) && Build(property, TypeOfProperty(type, name, property), isRoot: false) is { } node)
            {
                properties[name] = node;
            }
        }
        var values = schema.AdditionalProperties is { } additional ? Build(additional, TypeOfElement(type, additional), isRoot: false) : null;
        var items = schema.Items is { } element ? Build(element, TypeOfElement(type, element), isRoot: false) : null;
        CompiledRule[] rules = type is null ? [] : [.. ValidationRule.ReadAll(schema.Rules).Select(rule => new CompiledRule(rule, type))];
        return rules.Length == 0 && properties.Count == 0 && values is null && items is null
            ? null
            : new RuleNode(schema, type ?? CelType.Dyn, rules, properties, values, items);
    }
}
