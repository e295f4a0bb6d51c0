using System.Text.Json.Nodes;
using Operon.ApiServer.Errors;

namespace Operon.ApiServer.Schemas;

/// <content>x-kubernetes-list-type and its keys.</content>
internal sealed partial class StructuralSchemaCheck
{
    private void CheckListType(JsonObject node, string path, string? type)
    {
        var listType = Text(node, "x-kubernetes-list-type");
        var keys = node["x-kubernetes-list-map-keys"] as JsonArray;
        if (listType is null)
        {
            if (keys is { Count: > 0 })
            {
                _errors.Add(FieldError.Required($"{path}.x-kubernetes-list-type", "must be map if x-kubernetes-list-map-keys is non-empty"));
            }
            return;
        }
        if (listType is not ("atomic" or "set" or "map"))
        {
            _errors.Add(FieldError.NotSupported($"{path}.x-kubernetes-list-type", JsonText.Quote(listType), ["atomic", "map", "set"]));
        }
        if (type != "array")
        {
            _errors.Add(FieldError.Invalid($"{path}.type", JsonText.Quote(type ?? ""), "must be array if x-kubernetes-list-type is specified"));
        }
        var items = node["items"] as JsonObject;
        if (listType != "map")
        {
            if (keys is { Count: > 0 })
            {
                _errors.Add(FieldError.Invalid($"{path}.x-kubernetes-list-type", JsonText.Quote(listType), "must be map if x-kubernetes-list-map-keys is non-empty"));
            }
            if (listType == "set" && items is not null)
            {
                CheckSetItems(items, $"{path}.items");
            }
            return;
        }
        if (keys is not { Count: > 0 })
        {
            _errors.Add(FieldError.Required($"{path}.x-kubernetes-list-map-keys", "must not be empty if x-kubernetes-list-type is map"));
        }
        if (items is null)
        {
            _errors.Add(FieldError.Required($"{path}.items", "must have a schema if x-kubernetes-list-type is map"));
            return;
        }
        if (Text(items, "type") != "object")
        {
            _errors.Add(FieldError.Invalid($"{path}.items.type", JsonText.Quote(Text(items, "type") ?? ""), "must be object if parent array's x-kubernetes-list-type is map"));
        }
        CheckMapKeys(keys ?? [], items, path);
    }

    private void CheckSetItems(JsonObject items, string path)
    {
        if (Flag(items, "nullable"))
        {
            _errors.Add(FieldError.Forbidden($"{path}.nullable", "cannot be nullable when x-kubernetes-list-type is set"));
        }
        if (Text(items, "type") == "object" && Text(items, "x-kubernetes-map-type") != "atomic")
        {
            _errors.Add(FieldError.Invalid($"{path}.x-kubernetes-map-type", JsonText.Quote(Text(items, "x-kubernetes-map-type") ?? ""), "must be atomic as item of a list with x-kubernetes-list-type=set"));
        }
        if (Text(items, "type") == "array" && Text(items, "x-kubernetes-list-type") is not (null or "atomic"))
        {
            _errors.Add(FieldError.Invalid($"{path}.x-kubernetes-list-type", JsonText.Quote(Text(items, "x-kubernetes-list-type") ?? ""), "must be atomic as item of a list with x-kubernetes-list-type=set"));
        }
    }

    private void CheckMapKeys(JsonArray keys, JsonObject items, string path)
    {
        var properties = items["properties"] as JsonObject ?? [];
        var required = (items["required"] as JsonArray ?? []).Select(name => name?.ToString()).ToHashSet();
        var seen = new HashSet<string>(StringComparer.Ordinal);
        for (var i = 0; i < keys.Count; i++)
        {
            var key = keys[i]?.ToString() ?? "";
            var keyPath = $"{path}.x-kubernetes-list-map-keys[{i}]";
            if (!seen.Add(key))
            {
                _errors.Add(FieldError.Duplicate(keyPath, JsonText.Quote(key)));
            }
            if (properties[key] is not JsonObject property)
            {
                _errors.Add(FieldError.Invalid(keyPath, JsonText.Quote(key), "entries must all be names of item properties"));
                continue;
            }
            if (Text(property, "type") is "array" or "object")
            {
                _errors.Add(FieldError.Invalid($"{path}.items.properties[{key}].type", JsonText.Quote(Text(property, "type")!), "must be a scalar type if parent array's x-kubernetes-list-type is map"));
            }
            if (property["default"] is null && !required.Contains(key))
            {
                _errors.Add(FieldError.Required($"{path}.items.properties[{key}].default", "this property is in x-kubernetes-list-map-keys, so it must have a default or be a required property"));
            }
            if (Flag(property, "nullable"))
            {
                _errors.Add(FieldError.Forbidden($"{path}.items.properties[{key}].nullable", "this property is in x-kubernetes-list-map-keys, so it cannot be nullable"));
            }
        }
    }
}
