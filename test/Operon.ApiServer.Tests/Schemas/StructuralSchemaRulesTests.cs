using Operon.ApiServer.Schemas;
using Xunit;

namespace Operon.ApiServer.Tests.Schemas;

public sealed class StructuralSchemaRulesTests
{
    private const string Path = "spec.versions[0].schema.openAPIV3Schema";

    [Theory]
    [InlineData("{}", ".type: Required value: must not be empty at the root")]
    [InlineData("""{"type":"array","items":{"type":"string"}}""", ".type: Invalid value: \"array\": must be object at the root")]
    [InlineData("""{"type":"object","properties":{"spec":{}}}""", ".properties[spec].type: Required value: must not be empty for specified object fields")]
    [InlineData("""{"type":"object","properties":{"a":{"type":"array","items":{}}}}""", ".properties[a].items.type: Required value: must not be empty for specified array items")]
    [InlineData("""{"type":"object","properties":{"a":{"type":"array"}}}""", ".properties[a].items: Required value: must be specified")]
    [InlineData("""{"type":"object","properties":{"a":{"type":"text"}}}""", ".properties[a].type: Unsupported value: \"text\": supported values: \"array\", \"boolean\", \"integer\", \"number\", \"object\", \"string\"")]
    [InlineData("""{"type":"object","properties":{"a":{"$ref":"#/x","type":"string"}}}""", ".properties[a].$ref: Forbidden: $ref is not supported")]
    [InlineData("""{"type":"object","properties":{"a":{"type":"object","properties":{"x":{"type":"string"}},"additionalProperties":{"type":"string"}}}}""",
        ".properties[a].additionalProperties: Forbidden: additionalProperties and properties are mutual exclusive")]
    [InlineData("""{"type":"object","properties":{"a":{"type":"string","anyOf":[{"type":"string"}]}}}""", ".properties[a].anyOf[0].type: Forbidden: must be empty to be structural")]
    [InlineData("""{"type":"object","properties":{"a":{"type":"string","oneOf":[{"description":"x"}]}}}""", ".properties[a].oneOf[0].description: Forbidden: must be empty to be structural")]
    [InlineData("""{"type":"object","properties":{"a":{"type":"string","not":{"default":"x"}}}}""", ".properties[a].not.default: Forbidden: must be undefined to be structural")]
    [InlineData("""{"type":"object","anyOf":[{"properties":{"x":{"minimum":1}}}]}""",
        ".properties[x]: Required value: because it is defined in spec.versions[0].schema.openAPIV3Schema.anyOf[0].properties[x]")]
    [InlineData("""{"type":"object","properties":{"metadata":{"type":"object","properties":{"labels":{"type":"object"}}}}}""",
        ".properties[metadata]: Forbidden: must not specify anything other than name and generateName, but metadata is implicitly specified")]
    [InlineData("""{"type":"object","properties":{"a":{"type":"array","uniqueItems":true,"items":{"type":"string"}}}}""",
        ".properties[a].uniqueItems: Forbidden: uniqueItems cannot be set to true since the runtime complexity becomes quadratic")]
    [InlineData("""{"type":"object","properties":{"a":{"type":"array","x-kubernetes-list-type":"map","items":{"type":"object"}}}}""",
        ".properties[a].x-kubernetes-list-map-keys: Required value: must not be empty if x-kubernetes-list-type is map")]
    [InlineData("""{"type":"object","properties":{"a":{"type":"array","x-kubernetes-list-type":"map","x-kubernetes-list-map-keys":["n"],"items":{"type":"object","properties":{"n":{"type":"string"}}}}}}""",
        ".properties[a].items.properties[n].default: Required value: this property is in x-kubernetes-list-map-keys, so it must have a default or be a required property")]
    [InlineData("""{"type":"object","properties":{"a":{"type":"integer","default":"x"}}}""",
        ".properties[a].default: Invalid value: \"string\": spec.versions[0].schema.openAPIV3Schema.properties[a].default in body must be of type integer: \"string\"")]
    [InlineData("""{"type":"object","properties":{"a":{"type":"object","x-kubernetes-embedded-resource":true}}}""",
        ".properties[a].properties: Required value: must not be empty if x-kubernetes-embedded-resource is true without x-kubernetes-preserve-unknown-fields")]
    [InlineData("""{"type":"object","properties":{"a":{"type":"object","x-kubernetes-preserve-unknown-fields":false}}}""",
        ".properties[a].x-kubernetes-preserve-unknown-fields: Invalid value: false: must be true or undefined")]
    public void Refuses_what_is_not_structural(string schema, string expected) =>
        Assert.Equal([Path + expected], StructuralSchemaRules.Check(Tree.Map(schema), Path).Select(error => error.ToString()));

    [Theory]
    [InlineData("""{"type":"object"}""")]
    [InlineData("""{"type":"object","x-kubernetes-preserve-unknown-fields":true}""")]
    [InlineData("""{"type":"object","properties":{"p":{"x-kubernetes-int-or-string":true,"anyOf":[{"type":"integer"},{"type":"string"}]}}}""")]
    [InlineData("""{"type":"object","properties":{"a":{"type":"object","properties":{"x":{"type":"integer"}},"anyOf":[{"required":["x"],"properties":{"x":{"minimum":1}}}]}}}""")]
    [InlineData("""{"type":"object","properties":{"metadata":{"type":"object","properties":{"name":{"type":"string","maxLength":52}}}}}""")]
    [InlineData("""{"type":"object","properties":{"a":{"type":"object","default":{"x":1},"properties":{"x":{"type":"integer"}}}}}""")]
    [InlineData("""{"type":"object","properties":{"a":{"x-kubernetes-preserve-unknown-fields":true}}}""")]
    public void Accepts_structural_schemas(string schema) => Assert.Empty(StructuralSchemaRules.Check(Tree.Map(schema), Path));
}
