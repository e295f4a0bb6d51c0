using System.Text.Json;
using Operon.ApiServer.Discovery;

namespace Operon.ApiServer.OpenApi;

/// <summary>
/// Writes the path items of one resource. Clients look up operations by action and kind: kubectl checks the PATCH of a kind for the parameter
/// <c>fieldValidation</c> and for the strategic merge content type.
/// </summary>
internal sealed class OperationWriter(Utf8JsonWriter json, ComponentWriter components, bool isCustom)
{
    private static readonly string[] Json = ["application/json", "application/yaml"];
    private static readonly string[] BuiltInPatches =
        ["application/apply-patch+yaml", "application/json-patch+json", "application/merge-patch+json", "application/strategic-merge-patch+json"];

    private static readonly string[] CustomPatches = ["application/apply-patch+yaml", "application/json-patch+json", "application/merge-patch+json"];

    public void WritePaths(ResourceDefinition resource)
    {
        var root = "/" + resource.ApiPath;
        var collection = resource.Namespaced ? $"{root}/namespaces/{{namespace}}/{resource.Plural}" : $"{root}/{resource.Plural}";
        if (resource.Namespaced && resource.Verbs.Contains("list"))
        {
            WritePath($"{root}/{resource.Plural}", resource, null, [("get", "list", "list")], named: false, namespaced: false);
        }
        WritePath(collection, resource, null, [("get", "list", "list"), ("post", "post", "create"), ("delete", "deletecollection", "deletecollection")], named: false, resource.Namespaced);
        (string, string, string)[] item = [("get", "get", "get"), ("put", "put", "update"), ("patch", "patch", "patch"), ("delete", "delete", "delete")];
        WritePath($"{collection}/{{name}}", resource, null, item, named: true, resource.Namespaced);
        foreach (var subresource in resource.Subresources)
        {
            WritePath($"{collection}/{{name}}/{subresource.Name}", resource, subresource, [.. item, ("post", "post", "create")], named: true, resource.Namespaced);
        }
    }

    private void WritePath(
        string path, ResourceDefinition resource, SubresourceDefinition? subresource, (string Method, string Action, string Verb)[] operations, bool named, bool namespaced)
    {
        var verbs = subresource?.Verbs ?? resource.Verbs;
        if (!operations.Any(operation => verbs.Contains(operation.Verb)))
        {
            return;
        }
        json.WriteStartObject(path);
        foreach (var (method, action, verb) in operations)
        {
            if (verbs.Contains(verb))
            {
                WriteOperation(method, action, resource, subresource, named, namespaced);
            }
        }
        json.WriteStartArray("parameters");
        if (named)
        {
            WriteParameter("name", "path", "string", required: true);
        }
        if (namespaced)
        {
            WriteParameter("namespace", "path", "string", required: true);
        }
        WriteParameter("pretty", "query", "string");
        json.WriteEndArray();
        json.WriteEndObject();
    }

    private void WriteOperation(string method, string action, ResourceDefinition resource, SubresourceDefinition? subresource, bool named, bool namespaced)
    {
        var (group, version, kind) = subresource is null ? (resource.Group, resource.Version, resource.Kind) : (subresource.Group, subresource.Version, subresource.Kind);
        json.WriteStartObject(method);
        json.WriteStartArray("tags");
        json.WriteStringValue($"{(resource.Group.Length == 0 ? "core" : resource.Group)}_{resource.Version}");
        json.WriteEndArray();
        json.WriteString("operationId", $"{action}_{resource.ApiPath}_{(namespaced ? "Namespaced" : "")}{resource.Kind}{(subresource is null ? "" : $"_{subresource.Name}")}");
        json.WriteStartArray("parameters");
        foreach (var (name, type) in Parameters(action))
        {
            WriteParameter(name, "query", type);
        }
        json.WriteEndArray();
        var definition = components.Definition(group, version, kind, isCustom);
        switch (action)
        {
            case "post" or "put" when definition is not null:
                WriteBody(definition, Json, required: true);
                break;
            case "patch":
                WriteBody(components.MetaDefinition("Patch"), isCustom ? CustomPatches : BuiltInPatches, required: true);
                break;
            case "delete" or "deletecollection":
                WriteBody(components.MetaDefinition("DeleteOptions"), Json, required: false);
                break;
        }
        var answer = action switch
        {
            "list" => components.Definition(group, version, subresource is null ? resource.ListKind : kind, isCustom),
            "delete" or "deletecollection" => components.MetaDefinition("Status"),
            _ => definition,
        };
        json.WriteStartObject("responses");
        json.WriteStartObject("200");
        json.WriteString("description", "OK");
        if (answer is not null)
        {
            WriteContent(answer, Json);
        }
        json.WriteEndObject();
        json.WriteEndObject();
        json.WriteString("x-kubernetes-action", action);
        json.WriteStartObject("x-kubernetes-group-version-kind");
        json.WriteString("group", group);
        json.WriteString("kind", kind);
        json.WriteString("version", version);
        json.WriteEndObject();
        json.WriteEndObject();
    }

    private static (string Name, string Type)[] Parameters(string action)
    {
        (string, string)[] selection =
        [
            ("continue", "string"), ("fieldSelector", "string"), ("labelSelector", "string"), ("limit", "integer"), ("resourceVersion", "string"),
            ("resourceVersionMatch", "string"), ("sendInitialEvents", "boolean"), ("timeoutSeconds", "integer"),
        ];
        (string, string)[] deletion =
        [
            ("dryRun", "string"), ("gracePeriodSeconds", "integer"), ("orphanDependents", "boolean"), ("propagationPolicy", "string"),
        ];
        (string, string)[] write = [("dryRun", "string"), ("fieldManager", "string"), ("fieldValidation", "string")];
        return action switch
        {
            "list" => [("allowWatchBookmarks", "boolean"), .. selection, ("watch", "boolean")],
            "post" or "put" => write,
            "patch" => [.. write, ("force", "boolean")],
            "delete" => deletion,
            "deletecollection" => [.. deletion, .. selection],
            _ => [],
        };
    }

    private void WriteBody(string definition, string[] mediaTypes, bool required)
    {
        json.WriteStartObject("requestBody");
        WriteContent(definition, mediaTypes);
        if (required)
        {
            json.WriteBoolean("required", true);
        }
        json.WriteEndObject();
    }

    private void WriteContent(string definition, string[] mediaTypes)
    {
        json.WriteStartObject("content");
        foreach (var mediaType in mediaTypes)
        {
            json.WriteStartObject(mediaType);
            json.WriteStartObject("schema");
            json.WriteString("$ref", ComponentWriter.Prefix + definition);
            json.WriteEndObject();
            json.WriteEndObject();
        }
        json.WriteEndObject();
    }

    private void WriteParameter(string name, string place, string type, bool required = false)
    {
        json.WriteStartObject();
        json.WriteString("name", name);
        json.WriteString("in", place);
        if (required)
        {
            json.WriteBoolean("required", true);
        }
        json.WriteStartObject("schema");
        json.WriteString("type", type);
        json.WriteBoolean("uniqueItems", true);
        json.WriteEndObject();
        json.WriteEndObject();
    }
}
