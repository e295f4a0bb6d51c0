using Microsoft.CodeAnalysis;

namespace Operon.Generators;

/// <summary>How server-side apply merges lists, dictionaries and objects.</summary>
internal sealed class Topology(IFindings findings)
{
    private const string Key = "System.ComponentModel.DataAnnotations.KeyAttribute";

    /// <summary>Whether a property is part of what identifies an item.</summary>
    public static bool IsKey(SchemaMember member) => member.Attributes.Find(Key) is not null;

    public void Apply(JsonObject schema, SchemaMember member, Place place)
    {
        if (member.Attributes.FindOwn("MapType") is { } map)
        {
            Map(schema, "MapType", map, place);
        }

        if (member.Attributes.FindOwn("StructType") is { } structure)
        {
            Map(schema, "StructType", structure, place);
        }

        var listType = member.Attributes.FindOwn("ListType");
        if (Collections.ElementOf(member.Type.WithoutNullable()) is not { } element || schema.Text("type") != "array" || schema.Object("items") is not { } items)
        {
            foreach (var wrong in new[] { listType, member.Attributes.FindOwn("ListMapKey") }.OfType<AttributeData>())
            {
                findings.Add(CrdRules.WrongPlace, wrong.Location() ?? place.Location, wrong.AttributeClass!.Name.Replace("Attribute", ""), place.Display, "it is no list");
            }

            return;
        }

        var keys = Keys(member, element);
        var chosen = listType?.Argument(0) switch
        {
            0 => "atomic",
            1 => "set",
            2 => "map",
            // What the types say themselves: a set is one, and whoever names keys wants them used.
            _ when Collections.IsSet(member.Type) => "set",
            _ when keys.Count > 0 => "map",
            _ => null,
        };
        if (chosen is not null)
        {
            schema["x-kubernetes-list-type"] = chosen;
        }

        switch (chosen)
        {
            case "map":
                schema["x-kubernetes-list-map-keys"] = new JsonArray(keys);
                CheckKeys(items, keys, element, place);
                break;
            case "set" when !items.IsScalar() && items.Text("x-kubernetes-map-type") != "atomic" && items.Text("x-kubernetes-list-type") != "atomic":
                findings.Add(CrdRules.BadSet, place.Location, place.Display, element.Display());
                break;
            case null when items.Text("type") == "object":
                findings.Add(CrdRules.NoListType, place.Location, place.Display, element.Display());
                break;
        }
    }

    /// <summary>What a type says of its own merging.</summary>
    public void Apply(JsonObject schema, INamedTypeSymbol type, Place place)
    {
        if (type.GetAttributes().FindOwn("StructType") is { } structure)
        {
            Map(schema, "StructType", structure, place);
        }
    }

    private static IReadOnlyList<string> Keys(SchemaMember member, ITypeSymbol element)
    {
        var members = element.WithoutNullable() is INamedTypeSymbol { TypeKind: TypeKind.Class or TypeKind.Struct } type ? SchemaMembers.Of(type) : [];
        if (member.Attributes.FindOwn("ListMapKey") is { } named)
        {
            // A name of C#, by nameof, stands for the name in JSON.
            return [.. named.Texts(0).Select(key => members.FirstOrDefault(candidate => candidate.Property.Name == key)?.Name ?? key)];
        }

        // Conditions are told apart by their type wherever Kubernetes has them.
        return element.FullName() == "k8s.Models.V1Condition" ? ["type"] : [.. members.Where(IsKey).Select(candidate => candidate.Name)];
    }

    private void CheckKeys(JsonObject items, IReadOnlyList<string> keys, ITypeSymbol element, Place place)
    {
        if (keys.Count == 0)
        {
            findings.Add(CrdRules.BadMapKey, place.Location, place.Display, $"has no key; add [Key] to the properties of {element.Display()} that identify an item, or [ListMapKey] to the list");
        }

        foreach (var key in keys)
        {
            var property = items.Object("properties")?.Object(key);
            var problem = property switch
            {
                null => $"its key '{key}' is no field of {element.Display()}",
                _ when !property.IsScalar() => $"its key '{key}' is no scalar",
                _ when property.IsTrue("nullable") => $"its key '{key}' is nullable",
                _ when !items.IsRequired(key) && !property.ContainsKey("default") => $"its key '{key}' is neither required nor has a default; make the property of {element.Display()} 'required' or initialize it",
                _ => null,
            };
            if (problem is not null)
            {
                findings.Add(CrdRules.BadMapKey, place.Location, place.Display, problem);
            }
        }
    }

    private void Map(JsonObject schema, string name, AttributeData attribute, Place place)
    {
        if (!schema.IsObject())
        {
            findings.Add(CrdRules.WrongPlace, attribute.Location() ?? place.Location, name, place.Display, "it is no object or dictionary");
            return;
        }

        schema["x-kubernetes-map-type"] = attribute.Argument(0) is 1 ? "atomic" : "granular";
    }
}
