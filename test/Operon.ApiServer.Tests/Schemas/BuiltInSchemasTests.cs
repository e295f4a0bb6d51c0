using Operon.ApiServer.Schemas;
using Xunit;

namespace Operon.ApiServer.Tests.Schemas;

public sealed class BuiltInSchemasTests
{
    [Fact]
    public void Knows_the_fields_and_merge_rules_of_a_pod()
    {
        var containers = BuiltInSchemas.Find("", "v1", "Pod")!.Properties["spec"].Properties["containers"];

        Assert.Equal(SchemaType.Array, containers.Type);
        Assert.Equal(ListType.Map, containers.ListType);
        Assert.Equal(["name"], containers.ListMapKeys);
        Assert.Equal("name", containers.PatchMergeKey);
        Assert.Equal(["merge"], containers.PatchStrategies);
        Assert.Equal("TCP", containers.Items!.Properties["ports"].Items!.Properties["protocol"].Default!.GetValue<string>());
        Assert.Equal(["merge", "retainKeys"], BuiltInSchemas.Find("", "v1", "Pod")!.Properties["spec"].Properties["volumes"].PatchStrategies);
    }

    [Fact]
    public void Does_not_take_zero_values_of_the_generator_for_defaults()
    {
        var pod = BuiltInSchemas.Find("", "v1", "Pod")!;

        Assert.Null(pod.Properties["spec"].Default);
        Assert.Null(pod.Properties["spec"].Properties["containers"].Items!.Properties["name"].Default);
    }

    [Fact]
    public void Resolves_definitions_that_contain_themselves()
    {
        var crd = BuiltInSchemas.Find("apiextensions.k8s.io", "v1", "CustomResourceDefinition")!;
        var schema = crd.Properties["spec"].Properties["versions"].Items!.Properties["schema"].Properties["openAPIV3Schema"];

        Assert.Same(schema.Properties["properties"].AdditionalProperties!.Properties, schema.Properties["properties"].AdditionalProperties!.Properties["not"].Properties);
        Assert.True(schema.Properties["default"].PreserveUnknownFields);
    }

    [Fact]
    public void Tells_quantities_int_or_strings_and_free_form_values_apart()
    {
        var container = BuiltInSchemas.Definition("io.k8s.api.core.v1.Container");

        Assert.Equal("quantity", container.Properties["resources"].Properties["limits"].AdditionalProperties!.Format);
        Assert.True(container.Properties["livenessProbe"].Properties["httpGet"].Properties["port"].IntOrString);
        Assert.True(BuiltInSchemas.Definition("io.k8s.apimachinery.pkg.apis.meta.v1.ManagedFieldsEntry").Properties["fieldsV1"].PreserveUnknownFields);
    }

    [Fact]
    public void Has_no_schema_for_unknown_kinds() => Assert.Null(BuiltInSchemas.Find("example.com", "v1", "Widget"));

    [Fact]
    public void Reads_every_definition_of_the_table()
    {
        foreach (var name in BuiltInSchemaTable.Instance.Names)
        {
            Assert.NotNull(BuiltInSchemas.Definition(name).Properties);
        }
        Assert.True(BuiltInSchemaTable.Instance.Names.Count > 700);
    }
}
