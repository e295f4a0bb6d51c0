using System.Text;
using Operon.Cel;

namespace Operon.Generators;

/// <summary>The types rules see schemas as, with the bounds servers estimate costs by.</summary>
internal static class CelTypes
{
    private static readonly CelType _objectMeta = CelSchema.Object("self.metadata", [new("name", CelSchema.String()), new("generateName", CelSchema.String())]);

    /// <summary>Null for what rules cannot see: fields without a type, and lists and dictionaries of such.</summary>
    public static CelType? Of(JsonObject schema, bool isRoot, string name = "self")
    {
        if (schema.IsTrue("x-kubernetes-int-or-string"))
        {
            return CelSchema.IntOrString(Number(schema, "maxLength"));
        }

        var isObject = isRoot || schema.IsTrue("x-kubernetes-embedded-resource");
        return schema.Text("type") switch
        {
            "object" when schema.Object("additionalProperties") is { } values && !isObject =>
                Of(values, isRoot: false, name + ".@elem") is { } value ? CelSchema.Map(value, Number(schema, "maxProperties")) : null,
            "object" => Object(schema, isObject, name),
            "array" => List(schema, name),
            "string" => CelSchema.String(schema.Text("format"), Number(schema, "maxLength"), Longest(schema)),
            "boolean" => CelType.Bool,
            "number" => CelType.Double,
            "integer" => CelType.Int,
            _ => null,
        };
    }

    public static long? Number(JsonObject schema, string keyword) => schema[keyword] is JsonNumber number ? (long)number.Value : null;

    private static CelType? List(JsonObject schema, string name)
    {
        if (schema.Object("items") is not { } items || Of(items, isRoot: false, name + ".@idx") is not { } item)
        {
            return null;
        }

        var list = CelSchema.List(item, Number(schema, "maxItems"));
        return schema.Text("x-kubernetes-list-type") switch
        {
            "set" => list.WithListType(CelListType.Set),
            "map" => list.WithListType(CelListType.Map, schema.Array("x-kubernetes-list-map-keys")?.Texts.ToList()),
            _ => list,
        };
    }

    private static CelType Object(JsonObject schema, bool isObject, string name)
    {
        var properties = new List<CelProperty>();
        if (isObject)
        {
            properties.Add(new("apiVersion", CelSchema.String(), schema.IsRequired("apiVersion")));
            properties.Add(new("kind", CelSchema.String(), schema.IsRequired("kind")));
            properties.Add(new("metadata", _objectMeta, schema.IsRequired("metadata")));
        }

        foreach (var property in schema.Object("properties") ?? [])
        {
            if (!(isObject && RootFields.Find(property.Key) is not null)
                && property.Value is JsonObject child && Of(child, isRoot: false, $"{name}.{property.Key}") is { } type)
            {
                properties.Add(new(property.Key, type, schema.IsRequired(property.Key), child.ContainsKey("default")));
            }
        }

        return CelSchema.Object(name, properties);
    }

    private static int? Longest(JsonObject schema) => schema.Array("enum") is { Count: > 0 } values
        ? values.Max(value => value is JsonText text ? Encoding.UTF8.GetByteCount(text.Value) : 0)
        : null;
}
