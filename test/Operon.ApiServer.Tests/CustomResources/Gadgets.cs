using System.Text.Json.Nodes;
using Operon.ApiServer.Tests.Hosting;
using Operon.ApiServer.Tests.Webhooks;

namespace Operon.ApiServer.Tests.CustomResources;

/// <summary>
/// A definition of three versions: v1 (stored) holds <c>spec.host</c> and <c>spec.port</c>, v2 one <c>spec.address</c>; v3 is not served. The webhook
/// at /convert turns one into the other.
/// </summary>
internal static class Gadgets
{
    public const string Definitions = "/apis/apiextensions.k8s.io/v1/customresourcedefinitions";
    public const string DefinitionPath = Definitions + "/gadgets.example.com";
    public const string V1 = "/apis/example.com/v1/namespaces/default/gadgets";
    public const string V2 = "/apis/example.com/v2/namespaces/default/gadgets";

    public static JsonObject Definition(JsonObject? conversion = null)
    {
        var definition = JsonNode.Parse("""
            {"apiVersion":"apiextensions.k8s.io/v1","kind":"CustomResourceDefinition","metadata":{"name":"gadgets.example.com"},
             "spec":{"group":"example.com","scope":"Namespaced","names":{"plural":"gadgets","kind":"Gadget"},
              "versions":[
               {"name":"v1","served":true,"storage":true,"subresources":{"status":{}},"selectableFields":[{"jsonPath":".spec.host"}],
                "additionalPrinterColumns":[{"name":"Host","type":"string","jsonPath":".spec.host"}],
                "schema":{"openAPIV3Schema":{"type":"object","properties":{
                  "spec":{"type":"object","properties":{"host":{"type":"string"},"port":{"type":"integer"},"color":{"type":"string","default":"red"}}},
                  "status":{"type":"object","properties":{"ready":{"type":"boolean"}}}}}}},
               {"name":"v2","served":true,"storage":false,"deprecated":true,"selectableFields":[{"jsonPath":".spec.address"}],
                "additionalPrinterColumns":[{"name":"Address","type":"string","jsonPath":".spec.address"}],
                "schema":{"openAPIV3Schema":{"type":"object","properties":{
                  "spec":{"type":"object","properties":{"address":{"type":"string"},"color":{"type":"string"},"shape":{"type":"string","default":"round"}}},
                  "status":{"type":"object","properties":{"ready":{"type":"boolean"}}}}}}},
               {"name":"v3","served":false,"storage":false,"schema":{"openAPIV3Schema":{"type":"object","properties":{"spec":{"type":"object"}}}}}]}}
            """)!.AsObject();
        if (conversion is not null)
        {
            definition["spec"]!["conversion"] = conversion;
        }

        return definition;
    }

    public static JsonObject Conversion(WebhookHost host) => new()
    {
        ["strategy"] = "Webhook",
        ["webhook"] = new JsonObject { ["clientConfig"] = host.Url("/convert"), ["conversionReviewVersions"] = new JsonArray("v1") },
    };

    /// <summary>Installs the definition with a webhook that converts; <paramref name="spoil"/> changes what it answers.</summary>
    public static async Task InstallAsync(this TestServer server, WebhookHost host, Action<JsonObject>? spoil = null)
    {
        host.Answer("/convert", request =>
        {
            var response = new JsonObject
            {
                ["result"] = new JsonObject { ["status"] = "Success" },
                ["convertedObjects"] = new JsonArray([.. request["objects"]!.AsArray().Select(obj => (JsonNode)Converted(obj!.DeepClone().AsObject(), (string)request["desiredAPIVersion"]!))]),
            };
            spoil?.Invoke(response);
            return response;
        });
        await server.PostAsync(Definitions, Definition(Conversion(host)).ToJsonString());
    }

    public static Task<JsonObject> CreateGadgetAsync(this TestServer server, string name, string spec, string version = "v1") => server.PostAsync(
        version == "v1" ? V1 : V2, $$"""{"apiVersion":"example.com/{{version}}","kind":"Gadget","metadata":{"name":"{{name}}"},"spec":{{spec}} }""");

    private static JsonObject Converted(JsonObject obj, string apiVersion)
    {
        obj["apiVersion"] = apiVersion;
        if (obj["spec"] is not JsonObject spec)
        {
            return obj;
        }

        if (apiVersion == "example.com/v2" && spec.Remove("host", out var host) | spec.Remove("port", out var port))
        {
            spec["address"] = $"{host}:{port}";
        }
        else if (apiVersion == "example.com/v1" && spec.Remove("address", out var address))
        {
            var parts = ((string)address!).Split(':');
            spec["host"] = parts[0];
            spec["port"] = int.Parse(parts[1], System.Globalization.CultureInfo.InvariantCulture);
        }

        return obj;
    }
}
