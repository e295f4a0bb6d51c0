using System.Text.Json.Nodes;
using Operon.ApiServer.Errors;

namespace Operon.ApiServer.Schemas;

/// <content>allOf, anyOf, oneOf and not hold value validations only.</content>
internal sealed partial class StructuralSchemaCheck
{
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
        if (branch["x-kubernetes-validations"] is JsonArray { Count: > 0 })
        {
            _errors.Add(FieldError.Forbidden($"{path}.x-kubernetes-validations", "must be empty to be structural"));
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
}
