using Xunit;

namespace Operon.Generators.Tests;

/// <summary>Official types as fields have upstream's required fields, formats and merge rules.</summary>
public sealed class ModelTypeTests
{
    [Fact]
    public Task A_secret_key_selector_requires_its_key() => Schemas.EmitsAsync(
        "public V1SecretKeySelector? Password { get; init; }", "password",
        """
        {
          "type": "object", "required": ["key"], "x-kubernetes-map-type": "atomic",
          "properties": { "key": { "type": "string" }, "name": { "type": "string", "default": "" }, "optional": { "type": "boolean" } }
        }
        """);

    [Fact]
    public Task A_label_selector_is_atomic() => Schemas.EmitsAsync(
        "public V1LabelSelector? Selector { get; init; }", "selector",
        """
        {
          "type": "object", "x-kubernetes-map-type": "atomic",
          "properties": {
            "matchLabels": { "type": "object", "additionalProperties": { "type": "string" } },
            "matchExpressions": {
              "type": "array", "x-kubernetes-list-type": "atomic",
              "items": {
                "type": "object", "required": ["key", "operator"],
                "properties": {
                  "key": { "type": "string" }, "operator": { "type": "string" },
                  "values": { "type": "array", "items": { "type": "string" }, "x-kubernetes-list-type": "atomic" }
                }
              }
            }
          }
        }
        """);

    [Fact]
    public async Task A_pod_template_has_containers_as_a_map_by_name_with_ports_as_a_map_of_two_keys()
    {
        var spec = await Schemas.SpecAsync("public V1PodTemplateSpec? Template { get; init; }");
        var pod = spec["properties"]!["template"]!["properties"]!["spec"]!;
        var containers = pod["properties"]!["containers"]!;
        Assert.Equal("map", (string?)containers["x-kubernetes-list-type"]);
        Schemas.Equal("""["name"]""", containers["x-kubernetes-list-map-keys"]);
        var ports = containers["items"]!["properties"]!["ports"]!;
        Schemas.Equal("""["containerPort", "protocol"]""", ports["x-kubernetes-list-map-keys"]);
        Schemas.Equal("""{ "type": "string", "default": "TCP" }""", ports["items"]!["properties"]!["protocol"]);
        Schemas.Equal("""["containerPort"]""", ports["items"]!["required"]);
    }

    [Fact]
    public async Task Embedded_metadata_has_its_usual_fields_unless_the_project_says_no()
    {
        var template = (await Schemas.SpecAsync("public V1PodTemplateSpec? Template { get; init; }"))["properties"]!["template"]!["properties"]!["metadata"]!.AsObject();
        Assert.Equal(["annotations", "finalizers", "generateName", "labels", "name", "namespace"], template["properties"]!.AsObject().Select(property => property.Key));

        var settings = new ProjectSettings { IsSchemaOnly = true };
        settings.Properties["CrdEmbedObjectMeta"] = "false";
        var without = (await Schemas.SpecAsync("public V1PodTemplateSpec? Template { get; init; }", settings: settings))["properties"]!["template"]!["properties"]!["metadata"];
        Schemas.Equal("""{ "type": "object" }""", without);
    }

    [Theory]
    [InlineData("V1ResourceRequirements")]
    [InlineData("V1Volume")]
    [InlineData("V1Affinity")]
    [InlineData("V1Toleration")]
    [InlineData("V1SecurityContext")]
    [InlineData("V1PersistentVolumeClaimSpec")]
    [InlineData("V1ServiceSpec")]
    [InlineData("V1JobTemplateSpec")]
    [InlineData("V1DeploymentSpec")]
    [InlineData("V1NetworkPolicySpec")]
    [InlineData("V1ObjectReference")]
    [InlineData("V2HorizontalPodAutoscalerSpec")]
    [InlineData("Corev1Event")]
    [InlineData("V1Pod")]
    public async Task A_server_takes_official_types_as_fields(string type)
    {
        var field = (await Schemas.SpecAsync($"public {type}? Field {{ get; init; }}"))["properties"]!["field"]!.AsObject();
        Assert.Equal("object", (string?)field["type"]);
        Assert.True(field["properties"]!.AsObject().Count > 1);
    }

    [Fact]
    public async Task An_embedded_official_object_leaves_its_metadata_to_the_server()
    {
        var field = (await Schemas.SpecAsync("[EmbeddedResource] public V1ConfigMap? Template { get; init; }"))["properties"]!["template"]!;
        Assert.True((bool)field["x-kubernetes-embedded-resource"]!);
        Schemas.Equal("""{ "type": "object" }""", field["properties"]!["metadata"]);
    }
}
