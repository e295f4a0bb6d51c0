using System.Text.Json.Nodes;
using Operon.ApiServer.Tests.Hosting;

namespace Operon.ApiServer.Tests.CustomResources;

/// <summary>Definitions of widgets with rules, and widgets.</summary>
internal static class RuleServer
{
    public const string Definitions = "/apis/apiextensions.k8s.io/v1/customresourcedefinitions";
    public const string Widgets = "/apis/example.com/v1/namespaces/default/widgets";
    public const string SchemaPath = "spec.validation.openAPIV3Schema";

    /// <summary>A definition whose root schema has these properties and rules, in JSON.</summary>
    public static JsonObject Definition(string properties, string rules = "[]") => JsonNode.Parse($$$$$"""
        {"apiVersion":"apiextensions.k8s.io/v1","kind":"CustomResourceDefinition","metadata":{"name":"widgets.example.com"},
         "spec":{"group":"example.com","scope":"Namespaced","names":{"plural":"widgets","kind":"Widget"},
          "versions":[{"name":"v1","served":true,"storage":true,"subresources":{"status":{}},
           "schema":{"openAPIV3Schema":{"type":"object","properties":{{{{{properties}}}}},"x-kubernetes-validations":{{{{{rules}}}}} }}}]}}
        """)!.AsObject();

    /// <summary>A definition with one property <c>spec</c> of this schema.</summary>
    public static JsonObject Spec(string schema) => Definition($$$$$"""{"spec":{{{{{schema}}}}} }""");

    /// <summary>The messages of the causes, each after its field.</summary>
    public static List<string> Causes(JsonObject status) =>
        [.. status["details"]!["causes"]!.AsArray().Select(cause => $"{(string)cause!["field"]!}: {(string)cause["message"]!}")];

    public static Task<JsonObject> DefineAsync(this TestServer server, JsonObject definition, int expected = 201) =>
        server.PostAsync(Definitions, definition.ToJsonString(), expected);

    public static Task<JsonObject> CreateWidgetAsync(this TestServer server, string spec, int expected = 201, string name = "a", string more = "") =>
        server.PostAsync(Widgets, $$$$$"""{"apiVersion":"example.com/v1","kind":"Widget","metadata":{"name":"{{{{{name}}}}}"},"spec":{{{{{spec}}}}}{{{{{more}}}}} }""", expected);

    public static Task<JsonObject> ChangeWidgetAsync(this TestServer server, string patch, int expected = 200, string name = "a", string subresource = "") =>
        server.PatchAsync($"{Widgets}/{name}{subresource}", "merge-patch+json", patch, expected);
}
