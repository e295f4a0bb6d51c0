using Operon.ApiServer.Schemas;
using Xunit;

namespace Operon.ApiServer.Tests.Schemas;

public sealed class SchemaValidatorTests
{
    [Theory]
    [InlineData("""{"type":"integer","minimum":1}""", "0", "FieldValueInvalid", "spec.f: Invalid value: 0: spec.f in body should be greater than or equal to 1")]
    [InlineData("""{"type":"integer","minimum":1,"exclusiveMinimum":true}""", "1", "FieldValueInvalid", "spec.f: Invalid value: 1: spec.f in body should be greater than 1")]
    [InlineData("""{"type":"integer","maximum":7}""", "9", "FieldValueInvalid", "spec.f: Invalid value: 9: spec.f in body should be less than or equal to 7")]
    [InlineData("""{"type":"number","multipleOf":0.5}""", "0.7", "FieldValueInvalid", "spec.f: Invalid value: 0.7: spec.f in body should be a multiple of 0.5")]
    [InlineData("""{"type":"integer"}""", "\"three\"", "FieldValueTypeInvalid", "spec.f: Invalid value: \"string\": spec.f in body must be of type integer: \"string\"")]
    [InlineData("""{"type":"integer"}""", "1.5", "FieldValueTypeInvalid", "spec.f: Invalid value: \"number\": spec.f in body must be of type integer: \"number\"")]
    [InlineData("""{"type":"string"}""", "null", "FieldValueTypeInvalid", "spec.f: Invalid value: \"null\": spec.f in body must be of type string: \"null\"")]
    [InlineData("""{"type":"object"}""", "[]", "FieldValueTypeInvalid", "spec.f: Invalid value: \"array\": spec.f in body must be of type object: \"array\"")]
    [InlineData("""{"type":"object","required":["g"]}""", "{}", "FieldValueRequired", "spec.f.g: Required value")]
    [InlineData("""{"type":"string","enum":["a","b"]}""", "\"x\"", "FieldValueNotSupported", "spec.f: Unsupported value: \"x\": supported values: \"a\", \"b\"")]
    [InlineData("""{"type":"string","minLength":2}""", "\"x\"", "FieldValueInvalid", "spec.f: Invalid value: \"x\": spec.f in body should be at least 2 chars long")]
    [InlineData("""{"type":"string","maxLength":2}""", "\"xyz\"", "FieldValueTooLong", "spec.f: Too long: may not be more than 2 bytes")]
    [InlineData("""{"type":"string","pattern":"^a+$"}""", "\"b\"", "FieldValueInvalid", "spec.f: Invalid value: \"b\": spec.f in body should match '^a+$'")]
    [InlineData("""{"type":"array","minItems":2,"items":{"type":"string"}}""", "[\"a\"]", "FieldValueInvalid", "spec.f: Invalid value: 1: spec.f in body should have at least 2 items")]
    [InlineData("""{"type":"array","maxItems":1,"items":{"type":"string"}}""", "[\"a\",\"b\"]", "FieldValueTooMany", "spec.f: Too many: 2: must have at most 1 items")]
    [InlineData("""{"type":"array","items":{"type":"object","properties":{"x":{"type":"boolean"}}}}""", """[{"x":1}]""", "FieldValueTypeInvalid",
        "spec.f[0].x: Invalid value: \"integer\": spec.f[0].x in body must be of type boolean: \"integer\"")]
    [InlineData("""{"type":"string","format":"date-time"}""", "\"today\"", "FieldValueTypeInvalid", "spec.f: Invalid value: \"today\": spec.f in body must be of type date-time: \"today\"")]
    [InlineData("""{"x-kubernetes-int-or-string":true}""", "true", "FieldValueTypeInvalid", "spec.f: Invalid value: \"boolean\": spec.f in body must be of type integer,string: \"boolean\"")]
    [InlineData("""{"type":"array","x-kubernetes-list-type":"set","items":{"type":"string"}}""", """["a","b","a"]""", "FieldValueDuplicate", "spec.f[2]: Duplicate value: \"a\"")]
    [InlineData("""{"type":"array","x-kubernetes-list-type":"map","x-kubernetes-list-map-keys":["n"],"items":{"type":"object","properties":{"n":{"type":"string"}}}}""",
        """[{"n":"a"},{"n":"a"}]""", "FieldValueDuplicate", "spec.f[1]: Duplicate value: {\"n\":\"a\"}")]
    [InlineData("""{"type":"object","x-kubernetes-embedded-resource":true,"x-kubernetes-preserve-unknown-fields":true}""", """{"kind":"X"}""", "FieldValueRequired", "spec.f.apiVersion: Required value: must not be empty")]
    [InlineData("""{"type":"integer","not":{"enum":[2]}}""", "2", "FieldValueInvalid", "<nil>: Invalid value: \"\": \"spec.f\" must not validate the schema (not)")]
    public void Reports_a_violation_in_the_real_words(string schema, string value, string reason, string expected)
    {
        var errors = SchemaValidator.Validate(Tree.Map($$"""{"spec":{"f":{{value}} } }"""), Root(schema), "");

        var error = Assert.Single(errors);
        Assert.Equal(reason, error.Reason);
        Assert.Equal(expected, error.ToString());
    }

    [Fact]
    public void Says_first_that_no_branch_fits_and_then_why()
    {
        var schema = Root("""{"type":"object","properties":{"a":{"type":"string"},"b":{"type":"string"}},"oneOf":[{"required":["a"]},{"required":["b"]}]}""");

        Assert.Equal(
            ["<nil>: Invalid value: \"\": \"spec.f\" must validate one and only one schema (oneOf). Found none valid", "spec.f.a: Required value"],
            SchemaValidator.Validate(Tree.Map("""{"spec":{"f":{}}}"""), schema, "").Select(error => error.ToString()));
        Assert.Equal(
            ["<nil>: Invalid value: \"\": \"spec.f\" must validate one and only one schema (oneOf). Found 2 valid alternatives"],
            SchemaValidator.Validate(Tree.Map("""{"spec":{"f":{"a":"1","b":"2"}}}"""), schema, "").Select(error => error.ToString()));
        Assert.Empty(SchemaValidator.Validate(Tree.Map("""{"spec":{"f":{"a":"1"}}}"""), schema, ""));
    }

    [Theory]
    [InlineData("""{"type":"integer"}""", "9007199254740993")]
    [InlineData("""{"type":"integer"}""", "1.0")]
    [InlineData("""{"type":"number"}""", "3")]
    [InlineData("""{"type":"string","nullable":true}""", "null")]
    [InlineData("""{"x-kubernetes-int-or-string":true,"anyOf":[{"type":"integer"},{"type":"string"}]}""", "\"25%\"")]
    [InlineData("""{"x-kubernetes-preserve-unknown-fields":true}""", "null")]
    [InlineData("""{"type":"string","enum":["a"]}""", "\"a\"")]
    [InlineData("""{"type":"number","enum":[1]}""", "1.0")]
    public void Accepts_what_fits(string schema, string value) =>
        Assert.Empty(SchemaValidator.Validate(Tree.Map($$"""{"spec":{"f":{{value}} } }"""), Root(schema), ""));

    [Fact]
    public void A_CRD_may_restrict_the_names_of_its_objects()
    {
        var schema = SchemaReader.ReadStructural(Tree.Map("""{"type":"object","properties":{"metadata":{"type":"object","properties":{"name":{"type":"string","maxLength":3}}}}}"""));

        Assert.Equal(
            ["metadata.name: Too long: may not be more than 3 bytes"],
            SchemaValidator.Validate(Tree.Map("""{"metadata":{"name":"abcd","labels":{"a":"b"}}}"""), schema, "").Select(error => error.ToString()));
    }

    [Theory]
    [InlineData("""{"spec":{"replicas":"three"}}""", "json: cannot unmarshal string into Go struct field .spec.replicas of type int32")]
    [InlineData("""{"spec":{"replicas":4294967296}}""", "json: cannot unmarshal number 4294967296 into Go struct field .spec.replicas of type int32")]
    [InlineData("""{"metadata":{"labels":{"a":1}}}""", "json: cannot unmarshal number into Go struct field .metadata.labels.a of type string")]
    [InlineData("""{"spec":{"template":{"spec":{"containers":{}}}}}""", "json: cannot unmarshal object into Go struct field .spec.template.spec.containers of type []object")]
    [InlineData("""{"metadata":{"creationTimestamp":null},"spec":{"replicas":3}}""", null)]
    [InlineData("""{"spec":{"template":{"spec":{"containers":[{"name":"a","resources":{"limits":{"cpu":1,"memory":"64Mi"}}}]}}}}""", null)]
    public void Tells_what_decoding_a_built_in_kind_would_refuse(string deployment, string? expected) =>
        Assert.Equal(expected, SchemaValidator.CheckTypes(Tree.Map(deployment), BuiltInSchemas.Find("apps", "v1", "Deployment")!));

    private static Schema Root(string field) =>
        SchemaReader.ReadStructural(Tree.Map($$"""{"type":"object","properties":{"spec":{"type":"object","properties":{"f":{{field}} } } } }"""));
}
