using System.Text.Json;
using System.Text.Json.Nodes;
using Operon.ApiServer.Errors;
using Operon.Cel.Patterns;

namespace Operon.ApiServer.Schemas;

/// <summary>One pass of the structural rules over one schema.</summary>
internal sealed partial class StructuralSchemaCheck
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

    private static bool IsPresent(JsonNode? node) => node is not null;

    private static string? Text(JsonObject node, string key) =>
        node[key] is JsonValue value && value.GetValueKind() == JsonValueKind.String ? value.GetValue<string>() : null;

    private static bool Flag(JsonObject node, string key) => node[key] is JsonValue value && value.GetValueKind() == JsonValueKind.True;
}
