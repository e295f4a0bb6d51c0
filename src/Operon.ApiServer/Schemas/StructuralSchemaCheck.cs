using System.Text.Json;
using System.Text.Json.Nodes;
using Operon.ApiServer.Errors;

namespace Operon.ApiServer.Schemas;

/// <summary>One pass of the structural rules over one schema.</summary>
internal sealed class StructuralSchemaCheck
{
    private static readonly string[] Types = ["array", "boolean", "integer", "number", "object", "string"];
    private static readonly string[] Unsupported = ["$ref", "definitions", "dependencies", "patternProperties", "additionalItems", "id", "$schema"];
    private static readonly string[] BranchKeys = ["allOf", "anyOf", "oneOf"];

    private static readonly (string Key, string Condition)[] StructureInBranch =
    [
        ("description", "empty"), ("title", "empty"), ("nullable", "false"), ("default", "undefined"), ("additionalProperties", "undefined"),
        ("x-kubernetes-preserve-unknown-fields", "undefined"), ("x-kubernetes-embedded-resource", "false"), ("x-kubernetes-list-type", "undefined"),
        ("x-kubernetes-list-map-keys", "undefined"), ("x-kubernetes-map-type", "undefined"),
    ];

    private readonly List<FieldError> _errors = [];

    public IReadOnlyList<FieldError> Run(JsonObject schema, string path)
    {
        var type = Text(schema, "type");
        if (type is null or "")
        {
            _errors.Add(FieldError.Required($"{path}.type", "must not be empty at the root"));
        }
        else if (type != "object")
        {
            _errors.Add(FieldError.Invalid($"{path}.type", JsonText.Quote(type), "must be object at the root"));
        }
        if (Flag(schema, "nullable"))
        {
            _errors.Add(FieldError.Forbidden($"{path}.nullable", "nullable cannot be true at the root"));
        }
        CheckNode(schema, path, Place.Root);
        CheckRootMetadata(schema, path);
        if (_errors.Count == 0)
        {
            CheckDefaults(schema, path, insideMetadata: false);
        }
        return _errors;
    }

    private enum Place
    {
        Root,
        Field,
        Item,
    }

    private void CheckNode(JsonObject node, string path, Place place)
    {
        CheckUnsupported(node, path);
        CheckType(node, path, place);
        var type = Text(node, "type");
        if (node["properties"] is JsonObject { Count: > 0 } && IsPresent(node["additionalProperties"]))
        {
            _errors.Add(FieldError.Forbidden($"{path}.additionalProperties", "additionalProperties and properties are mutual exclusive"));
        }
        if (node["additionalProperties"] is JsonValue value && value.GetValueKind() == JsonValueKind.False)
        {
            _errors.Add(FieldError.Forbidden($"{path}.additionalProperties", "additionalProperties cannot be set to false"));
        }
        CheckExtensions(node, path, type);
        CheckListType(node, path, type);
        foreach (var (name, child) in node["properties"] as JsonObject ?? [])
        {
            if (child is JsonObject field)
            {
                CheckNode(field, $"{path}.properties[{name}]", Place.Field);
            }
        }
        if (node["additionalProperties"] is JsonObject values)
        {
            CheckNode(values, $"{path}.additionalProperties", Place.Field);
        }
        if (node["items"] is JsonObject items)
        {
            CheckNode(items, $"{path}.items", Place.Item);
        }
        else if (node["items"] is JsonArray)
        {
            _errors.Add(FieldError.Forbidden($"{path}.items", "items must be a schema object and not an array"));
        }
        else if (type == "array")
        {
            _errors.Add(FieldError.Required($"{path}.items", "must be specified"));
        }
        ForEachBranch(node, path, (branch, branchPath) => CheckBranch(branch, node, branchPath, path, IntOrStringPattern(node)));
    }

    private void CheckUnsupported(JsonObject node, string path)
    {
        foreach (var key in Unsupported)
        {
            if (node[key] is not null)
            {
                _errors.Add(FieldError.Forbidden($"{path}.{key}", $"{key} is not supported"));
            }
        }
        if (Flag(node, "uniqueItems"))
        {
            _errors.Add(FieldError.Forbidden($"{path}.uniqueItems", "uniqueItems cannot be set to true since the runtime complexity becomes quadratic"));
        }
        if (Text(node, "pattern") is { Length: > 0 } pattern)
        {
            try
            {
                GoPattern.Compile(pattern);
            }
            catch (ArgumentException e)
            {
                _errors.Add(FieldError.Invalid($"{path}.pattern", JsonText.Quote(pattern), $"must be a valid regular expression, but isn't: {e.Message}"));
            }
        }
    }

    private void CheckType(JsonObject node, string path, Place place)
    {
        var type = Text(node, "type");
        var intOrString = Flag(node, "x-kubernetes-int-or-string");
        if (string.IsNullOrEmpty(type))
        {
            if (place != Place.Root && !intOrString && !Flag(node, "x-kubernetes-preserve-unknown-fields"))
            {
                _errors.Add(FieldError.Required($"{path}.type", place == Place.Item ? "must not be empty for specified array items" : "must not be empty for specified object fields"));
            }
        }
        else if (type == "null")
        {
            _errors.Add(FieldError.Forbidden($"{path}.type", "type cannot be set to null, use nullable as an alternative"));
        }
        else if (!Types.Contains(type))
        {
            _errors.Add(FieldError.NotSupported($"{path}.type", JsonText.Quote(type), Types));
        }
        else if (intOrString)
        {
            _errors.Add(FieldError.Invalid($"{path}.type", JsonText.Quote(type), "must be empty if x-kubernetes-int-or-string is true"));
        }
    }

    private void CheckExtensions(JsonObject node, string path, string? type)
    {
        if (node["x-kubernetes-preserve-unknown-fields"] is JsonValue preserve && preserve.GetValueKind() == JsonValueKind.False)
        {
            _errors.Add(FieldError.Invalid($"{path}.x-kubernetes-preserve-unknown-fields", "false", "must be true or undefined"));
        }
        if (Text(node, "x-kubernetes-map-type") is { } mapType)
        {
            if (mapType is not ("atomic" or "granular"))
            {
                _errors.Add(FieldError.NotSupported($"{path}.x-kubernetes-map-type", JsonText.Quote(mapType), ["atomic", "granular"]));
            }
            if (type != "object")
            {
                _errors.Add(FieldError.Invalid($"{path}.type", JsonText.Quote(type ?? ""), "must be object if x-kubernetes-map-type is specified"));
            }
        }
        if (Flag(node, "x-kubernetes-embedded-resource"))
        {
            if (type != "object")
            {
                _errors.Add(FieldError.Invalid($"{path}.type", JsonText.Quote(type ?? ""), "must be object if x-kubernetes-embedded-resource is true"));
            }
            if (node["properties"] is not JsonObject { Count: > 0 } && !Flag(node, "x-kubernetes-preserve-unknown-fields"))
            {
                _errors.Add(FieldError.Required($"{path}.properties", "must not be empty if x-kubernetes-embedded-resource is true without x-kubernetes-preserve-unknown-fields"));
            }
            CheckMetadata(node, path);
        }
    }

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

    /// <summary>A value-validation branch holds no structure, and names only fields the structure has.</summary>
    private void CheckBranch(JsonObject branch, JsonObject structure, string path, string structurePath, bool allowType)
    {
        if (!string.IsNullOrEmpty(Text(branch, "type")) && !allowType)
        {
            _errors.Add(FieldError.Forbidden($"{path}.type", "must be empty to be structural"));
        }
        foreach (var (key, condition) in StructureInBranch)
        {
            if (IsPresent(branch[key]) && !(condition == "false" && !Flag(branch, key)) && !(condition == "empty" && Text(branch, key) is null or ""))
            {
                _errors.Add(FieldError.Forbidden($"{path}.{key}", $"must be {condition} to be structural"));
            }
        }
        CheckUnsupported(branch, path);
        foreach (var (name, child) in branch["properties"] as JsonObject ?? [])
        {
            if (child is not JsonObject field)
            {
                continue;
            }
            if ((structure["properties"] as JsonObject)?[name] is JsonObject known)
            {
                CheckBranch(field, known, $"{path}.properties[{name}]", $"{structurePath}.properties[{name}]", allowType: false);
            }
            else if (structure["additionalProperties"] is JsonObject values)
            {
                CheckBranch(field, values, $"{path}.properties[{name}]", $"{structurePath}.additionalProperties", allowType: false);
            }
            else
            {
                _errors.Add(FieldError.Required($"{structurePath}.properties[{name}]", $"because it is defined in {path}.properties[{name}]"));
            }
        }
        if (branch["items"] is JsonObject items)
        {
            if (structure["items"] is JsonObject knownItems)
            {
                CheckBranch(items, knownItems, $"{path}.items", $"{structurePath}.items", allowType: false);
            }
            else
            {
                _errors.Add(FieldError.Required($"{structurePath}.items", $"because it is defined in {path}.items"));
            }
        }
        ForEachBranch(branch, path, (inner, innerPath) => CheckBranch(inner, structure, innerPath, structurePath, allowType && !innerPath.EndsWith(".not", StringComparison.Ordinal)));
    }

    private void CheckRootMetadata(JsonObject schema, string path)
    {
        foreach (var name in (ReadOnlySpan<string>)["apiVersion", "kind"])
        {
            if ((schema["properties"] as JsonObject)?[name] is JsonObject field && Text(field, "type") is { } type && type != "string")
            {
                _errors.Add(FieldError.Invalid($"{path}.properties[{name}].type", JsonText.Quote(type), "must be string"));
            }
        }
        CheckMetadata(schema, path);
    }

    private void CheckMetadata(JsonObject schema, string path)
    {
        if ((schema["properties"] as JsonObject)?["metadata"] is not JsonObject metadata)
        {
            return;
        }
        if (Text(metadata, "type") is { } type && type != "object")
        {
            _errors.Add(FieldError.Invalid($"{path}.properties[metadata].type", JsonText.Quote(type), "must be object"));
        }
        var others = (metadata["properties"] as JsonObject ?? []).Any(property => property.Key is not ("name" or "generateName"));
        if (others || IsPresent(metadata["additionalProperties"]) || Flag(metadata, "x-kubernetes-preserve-unknown-fields"))
        {
            _errors.Add(FieldError.Forbidden($"{path}.properties[metadata]", "must not specify anything other than name and generateName, but metadata is implicitly specified"));
        }
    }

    private void CheckDefaults(JsonObject node, string path, bool insideMetadata)
    {
        if (node["default"] is { } value)
        {
            if (insideMetadata)
            {
                _errors.Add(FieldError.Forbidden($"{path}.default", "must not be set in top-level metadata"));
            }
            else
            {
                CheckDefault(value, node, path);
            }
        }
        foreach (var (name, child) in node["properties"] as JsonObject ?? [])
        {
            if (child is JsonObject field)
            {
                CheckDefaults(field, $"{path}.properties[{name}]", insideMetadata || (name == "metadata" && !path.Contains(".properties[", StringComparison.Ordinal)));
            }
        }
        if (node["additionalProperties"] is JsonObject values)
        {
            CheckDefaults(values, $"{path}.additionalProperties", insideMetadata);
        }
        if (node["items"] is JsonObject items)
        {
            CheckDefaults(items, $"{path}.items", insideMetadata);
        }
    }

    private void CheckDefault(JsonNode value, JsonObject node, string path)
    {
        var schema = SchemaReader.ReadNested(node);
        var copy = value.DeepClone();
        if (copy is JsonObject fields)
        {
            var unknown = new List<string>();
            SchemaPruner.Prune(fields, schema, unknown);
            if (unknown.Count > 0)
            {
                _errors.Add(FieldError.Invalid($"{path}.default", JsonText.Of(value), $"must not have unknown fields: {string.Join(", ", unknown)}"));
                return;
            }
        }
        SchemaDefaulter.Apply(copy, schema);
        foreach (var error in SchemaValidator.Validate(copy, schema, $"{path}.default"))
        {
            _errors.Add(error);
        }
    }

    private static void ForEachBranch(JsonObject node, string path, Action<JsonObject, string> check)
    {
        foreach (var key in BranchKeys)
        {
            var branches = node[key] as JsonArray ?? [];
            for (var i = 0; i < branches.Count; i++)
            {
                if (branches[i] is JsonObject branch)
                {
                    check(branch, $"{path}.{key}[{i}]");
                }
            }
        }
        if (node["not"] is JsonObject not)
        {
            check(not, $"{path}.not");
        }
    }

    /// <summary>Only int-or-string may repeat types in branches: anyOf integer, string (also inside one allOf).</summary>
    private static bool IntOrStringPattern(JsonObject node) => Flag(node, "x-kubernetes-int-or-string");

    private static bool IsPresent(JsonNode? node) => node is not null;

    private static string? Text(JsonObject node, string key) =>
        node[key] is JsonValue value && value.GetValueKind() == JsonValueKind.String ? value.GetValue<string>() : null;

    private static bool Flag(JsonObject node, string key) => node[key] is JsonValue value && value.GetValueKind() == JsonValueKind.True;
}
