using System.Text;
using System.Text.Json;
using Operon.ApiServer.Schemas;
using Operon.Cel;

namespace Operon.ApiServer.CustomResources.Rules;

/// <summary>The types validation rules see a structural schema as.</summary>
internal static class RuleTypes
{
    private const string RootName = "selfType";

    private static readonly CelType ObjectMeta = CelSchema.Object(RootName + ".metadata", [new("name", CelSchema.String()), new("generateName", CelSchema.String())]);

    /// <summary>Null for what rules cannot see: no type, or arrays and maps of such.</summary>
    /// <param name="schema">A node of a structural schema.</param>
    /// <param name="isResourceRoot">Whole objects show apiVersion, kind, metadata.name and metadata.generateName, whatever the schema says.</param>
    public static CelType? Of(Schema schema, bool isResourceRoot) => Of(schema, isResourceRoot || schema.EmbeddedResource, RootName);

    private static CelType? Of(Schema schema, bool isResourceRoot, string name)
    {
        if (schema.IntOrString)
        {
            return CelSchema.IntOrString(schema.Validation?.MaxLength);
        }
        return schema.Type switch
        {
            SchemaType.Object when schema.AdditionalProperties is { } values && !ReferenceEquals(values, WellKnownSchemas.Anything) && !isResourceRoot =>
                Of(values, values.EmbeddedResource, name + ".@elem") is { } value ? CelSchema.Map(value, schema.Validation?.MaxProperties) : null,
            SchemaType.Object => Object(schema, isResourceRoot, name),
            SchemaType.Array => List(schema, name),
            SchemaType.String => CelSchema.String(schema.Format, schema.Validation?.MaxLength, LongestEnumValue(schema)),
            SchemaType.Boolean => CelType.Bool,
            SchemaType.Number => CelType.Double,
            SchemaType.Integer => CelType.Int,
            _ => null,
        };
    }

    private static CelType? List(Schema schema, string name)
    {
        if (schema.Items is not { } items || Of(items, items.EmbeddedResource, name + ".@idx") is not { } item)
        {
            return null;
        }
        var list = CelSchema.List(item, schema.Validation?.MaxItems);
        return schema.ListType switch
        {
            ListType.Set => list.WithListType(CelListType.Set),
            ListType.Map => list.WithListType(CelListType.Map, schema.ListMapKeys),
            _ => list,
        };
    }

    private static CelType Object(Schema schema, bool isResourceRoot, string name)
    {
        var properties = new List<CelProperty>();
        if (isResourceRoot)
        {
            properties.Add(new("apiVersion", CelSchema.String(), schema.Required.Contains("apiVersion")));
            properties.Add(new("kind", CelSchema.String(), schema.Required.Contains("kind")));
            properties.Add(new("metadata", ObjectMeta, schema.Required.Contains("metadata")));
        }
        foreach (var (property, child) in schema.Properties)
        {
            if (isResourceRoot && property is "apiVersion" or "kind" or "metadata")
            {
                continue;
            }
            if (Of(child, child.EmbeddedResource, $"{name}.{property}") is { } type)
            {
                properties.Add(new(property, type, schema.Required.Contains(property), child.Default is not null));
            }
        }
        return CelSchema.Object(name, properties);
    }

    private static int? LongestEnumValue(Schema schema) => schema.Validation?.Enum is { Count: > 0 } values
        ? values.Max(value => value?.GetValueKind() == JsonValueKind.String ? Encoding.UTF8.GetByteCount(value.GetValue<string>()) : 0)
        : null;
}
