using Xunit;

namespace Operon.Generators.Tests;

/// <summary>The rows of docs/markers.md about fields, types and items: what is written in C#, and the schema that comes of it.</summary>
public sealed class ValidationMarkerTests
{
    [Fact]
    public Task Range_sets_both_bounds() => Schemas.EmitsAsync(
        "[Range(1, 5)] public int? Size { get; init; }", "size",
        """{ "type": "integer", "format": "int32", "minimum": 1, "maximum": 5 }""");

    [Fact]
    public Task Range_with_exclusive_bounds_says_so() => Schemas.EmitsAsync(
        "[Range(0, 10, MinimumIsExclusive = true, MaximumIsExclusive = true)] public int? Size { get; init; }", "size",
        """{ "type": "integer", "format": "int32", "minimum": 0, "exclusiveMinimum": true, "maximum": 10, "exclusiveMaximum": true }""");

    [Fact]
    public Task Range_up_to_the_largest_number_has_no_upper_bound() => Schemas.EmitsAsync(
        "[Range(1, int.MaxValue)] public int? Size { get; init; }", "size", """{ "type": "integer", "format": "int32", "minimum": 1 }""");

    [Fact]
    public Task Minimum_sets_the_lower_bound_alone() => Schemas.EmitsAsync(
        "[Minimum(2, IsExclusive = true)] public long? Size { get; init; }", "size",
        """{ "type": "integer", "format": "int64", "minimum": 2, "exclusiveMinimum": true }""");

    [Fact]
    public Task Maximum_sets_the_upper_bound_alone() => Schemas.EmitsAsync(
        "[Maximum(9)] public int? Size { get; init; }", "size", """{ "type": "integer", "format": "int32", "maximum": 9 }""");

    [Fact]
    public Task MultipleOf_sets_the_divisor() => Schemas.EmitsAsync(
        "[MultipleOf(5)] public int? Size { get; init; }", "size", """{ "type": "integer", "format": "int32", "multipleOf": 5 }""");

    [Fact]
    public Task StringLength_bounds_the_length_of_a_string() => Schemas.EmitsAsync(
        "[StringLength(63, MinimumLength = 1)] public string? Name { get; init; }", "name", """{ "type": "string", "minLength": 1, "maxLength": 63 }""");

    [Fact]
    public Task MinLength_and_MaxLength_bound_the_length_of_a_string() => Schemas.EmitsAsync(
        "[MinLength(2), MaxLength(8)] public string? Name { get; init; }", "name", """{ "type": "string", "minLength": 2, "maxLength": 8 }""");

    [Fact]
    public Task Length_bounds_the_items_of_a_list() => Schemas.EmitsAsync(
        "[Length(1, 3)] public IReadOnlyList<string>? Names { get; init; }", "names",
        """{ "type": "array", "items": { "type": "string" }, "minItems": 1, "maxItems": 3 }""");

    [Fact]
    public Task MaxLength_bounds_the_properties_of_a_dictionary() => Schemas.EmitsAsync(
        "[MaxLength(4)] public IReadOnlyDictionary<string, int>? Weights { get; init; }", "weights",
        """{ "type": "object", "additionalProperties": { "type": "integer", "format": "int32" }, "maxProperties": 4 }""");

    [Fact]
    public Task PropertyCount_on_a_type_bounds_the_fields_that_are_set() => Schemas.EmitsAsync(
        "public Source? From { get; init; }", "from",
        """{ "type": "object", "minProperties": 1, "maxProperties": 1, "properties": { "file": { "type": "string" }, "url": { "type": "string" } } }""",
        "[PropertyCount(Minimum = 1, Maximum = 1)] public sealed record Source { public string? File { get; init; } public string? Url { get; init; } }");

    [Fact]
    public Task RegularExpression_is_anchored_since_NET_matches_whole_texts() => Schemas.EmitsAsync(
        "[RegularExpression(\"[a-z]+|[0-9]+\")] public string? Name { get; init; }", "name", """{ "type": "string", "pattern": "^(?:[a-z]+|[0-9]+)$" }""");

    [Fact]
    public Task RegularExpression_that_is_anchored_stays_as_it_is() => Schemas.EmitsAsync(
        "[RegularExpression(\"^[a-z]+$\")] public string? Name { get; init; }", "name", """{ "type": "string", "pattern": "^[a-z]+$" }""");

    [Fact]
    public Task An_enum_is_the_list_of_its_JSON_names() => Schemas.EmitsAsync(
        "public Mode? Mode { get; init; }", "mode", """{ "type": "string", "enum": ["Fast", "read-only"] }""",
        "[JsonConverter(typeof(JsonStringEnumConverter<Mode>))] public enum Mode { Fast, [JsonStringEnumMemberName(\"read-only\")] ReadOnly }");

    [Fact]
    public Task AllowedValues_lists_strings() => Schemas.EmitsAsync(
        "[AllowedValues(\"a\", \"b\")] public string? Name { get; init; }", "name", """{ "type": "string", "enum": ["a", "b"] }""");

    [Fact]
    public Task AllowedValues_lists_numbers() => Schemas.EmitsAsync(
        "[AllowedValues(1, 3, 5)] public int? Size { get; init; }", "size", """{ "type": "integer", "format": "int32", "enum": [1, 3, 5] }""");

    [Fact]
    public Task DeniedValues_excludes_values() => Schemas.EmitsAsync(
        "[DeniedValues(\"default\")] public string? Name { get; init; }", "name", """{ "type": "string", "allOf": [{ "not": { "enum": ["default"] } }] }""");

    [Fact]
    public Task EmailAddress_is_the_format_email() => Schemas.EmitsAsync(
        "[EmailAddress] public string? Mail { get; init; }", "mail", """{ "type": "string", "format": "email" }""");

    [Fact]
    public Task Url_is_the_format_uri() => Schemas.EmitsAsync(
        "[Url] public string? Home { get; init; }", "home", """{ "type": "string", "format": "uri" }""");

    [Fact]
    public Task Base64String_is_the_format_byte() => Schemas.EmitsAsync(
        "[Base64String] public string? Blob { get; init; }", "blob", """{ "type": "string", "format": "byte" }""");

    [Fact]
    public Task Format_names_any_other_format() => Schemas.EmitsAsync(
        "[Format(\"hostname\")] public string? Host { get; init; }", "host", """{ "type": "string", "format": "hostname" }""");

    [Fact]
    public Task SchemaType_replaces_the_type() => Schemas.EmitsAsync(
        "[SchemaType(\"string\", MaxLength = 10)] public JsonElement? Any { get; init; }", "any", """{ "type": "string", "maxLength": 10 }""");

    [Fact]
    public Task SchemaType_on_a_value_type_says_what_its_converter_writes() => Schemas.EmitsAsync(
        "public IReadOnlyList<Zone>? Zones { get; init; }", "zones",
        """{ "type": "array", "items": { "type": "string", "pattern": "^[a-z]+$", "minLength": 1, "x-kubernetes-validations": [{ "rule": "self != 'local'" }] } }""",
        """
        [SchemaType("string", Pattern = "^[a-z]+$", MinLength = 1), CelRule("self != 'local'"), JsonConverter(typeof(ZoneConverter))]
        public readonly record struct Zone(string Value);
        public sealed class ZoneConverter : JsonConverter<Zone>
        {
            public override Zone Read(ref Utf8JsonReader reader, Type type, JsonSerializerOptions options) => new(reader.GetString()!);
            public override void Write(Utf8JsonWriter writer, Zone value, JsonSerializerOptions options) => writer.WriteStringValue(value.Value);
        }
        """);

    [Fact]
    public Task PreserveUnknownFields_keeps_what_the_schema_does_not_know() => Schemas.EmitsAsync(
        "[PreserveUnknownFields] public Free? Free { get; init; }", "free",
        """{ "type": "object", "properties": { "known": { "type": "string" } }, "x-kubernetes-preserve-unknown-fields": true }""",
        "public sealed record Free { public string? Known { get; init; } }");

    [Fact]
    public Task JsonExtensionData_keeps_what_the_schema_does_not_know() => Schemas.EmitsAsync(
        "public Free? Free { get; init; }", "free",
        """{ "type": "object", "properties": { "known": { "type": "string" } }, "x-kubernetes-preserve-unknown-fields": true }""",
        "public sealed record Free { public string? Known { get; init; } [JsonExtensionData] public Dictionary<string, JsonElement>? Rest { get; init; } }");

    [Fact]
    public Task EmbeddedResource_is_an_object_of_its_own() => Schemas.EmitsAsync(
        "[EmbeddedResource] public JsonObject? Template { get; init; }", "template",
        """{ "type": "object", "x-kubernetes-embedded-resource": true, "x-kubernetes-preserve-unknown-fields": true }""");

    [Fact]
    public Task IntOrString_is_either() => Schemas.EmitsAsync(
        "public IntOrString? Port { get; init; }", "port",
        """{ "anyOf": [{ "type": "integer" }, { "type": "string" }], "x-kubernetes-int-or-string": true }""");

    [Fact]
    public Task CelRule_is_a_validation_with_all_its_parts() => Schemas.EmitsAsync(
        """
        [CelRule("self > 0", Message = "must be positive", Reason = CelRuleReason.Forbidden)]
        [CelRule("self >= oldSelf.orValue(0)", MessageExpression = "'must not be ' + (self > 5 ? 'large' : 'small')", OptionalOldSelf = true)]
        public int? Size { get; init; }
        """, "size",
        """
        {
          "type": "integer", "format": "int32",
          "x-kubernetes-validations": [
            { "rule": "self > 0", "message": "must be positive", "reason": "FieldValueForbidden" },
            { "rule": "self >= oldSelf.orValue(0)", "messageExpression": "'must not be ' + (self > 5 ? 'large' : 'small')", "optionalOldSelf": true }
          ]
        }
        """);

    [Fact]
    public async Task CelRule_on_a_type_may_blame_a_field()
    {
        var spec = await Schemas.SpecAsync(
            "public int Min { get; init; } public int Max { get; init; }",
            specAttributes: "[CelRule(\"self.min <= self.max\", FieldPath = \".min\")]");
        Schemas.Equal("""[{ "rule": "self.min <= self.max", "fieldPath": ".min" }]""", spec["x-kubernetes-validations"]);
    }

    [Theory]
    [InlineData("AtMostOneOf", "<= 1", "at most one of the fields in [file namespace] may be set")]
    [InlineData("AtLeastOneOf", ">= 1", "at least one of the fields in [file namespace] must be set")]
    [InlineData("ExactlyOneOf", "== 1", "exactly one of the fields in [file namespace] must be set")]
    public async Task One_of_attributes_count_the_fields_that_are_set(string attribute, string comparison, string message)
    {
        var spec = await Schemas.SpecAsync(
            "public string? File { get; init; } public string? Namespace { get; init; }",
            specAttributes: $"[{attribute}(nameof(File), nameof(Namespace))]");
        Schemas.Equal($$"""[{ "rule": "[has(self.file),has(self.__namespace__)].filter(x,x==true).size() {{comparison}}", "message": "{{message}}" }]""", spec["x-kubernetes-validations"]);
    }

    [Fact]
    public async Task Required_members_and_never_null_references_are_required()
    {
        var spec = await Schemas.SpecAsync("""
            public required int Size { get; init; }
            public required string Image { get; init; }
            [Required] public string? Zone { get; init; }
            public string Name { get; init; } = null!;
            public string? Note { get; init; }
            public int Count { get; init; }
            public int Limit { get; init; } = 3;
            """);
        Schemas.Equal("""["image", "name", "size", "zone"]""", spec["required"]);
    }

    [Fact]
    public async Task Parameters_of_a_positional_record_without_default_are_required()
    {
        var spec = await Schemas.SpecAsync(
            "public Site? Site { get; init; }",
            "/// <param name=\"Image\">What runs.</param>\npublic sealed record Site([StringLength(9)] string Image, int Replicas = 1, string? Note = null);");
        Schemas.Equal(
            """
            {
              "type": "object", "required": ["image"],
              "properties": {
                "image": { "type": "string", "maxLength": 9, "description": "What runs." },
                "replicas": { "type": "integer", "format": "int32", "default": 1 },
                "note": { "type": "string" }
              }
            }
            """, spec["properties"]!["site"]);
    }

    [Fact]
    public async Task Optional_takes_a_field_out_of_the_required_ones()
    {
        var spec = await Schemas.SpecAsync("[Optional] public string Name { get; init; } = null!;");
        Assert.Null(spec["required"]);
    }

    [Fact]
    public Task Nullable_allows_null_on_the_wire_and_a_question_mark_does_not() => Schemas.EmitsAsync(
        "[Nullable] public string? Name { get; init; }", "name", """{ "type": "string", "nullable": true }""");

    [Fact]
    public Task DefaultValue_is_the_default() => Schemas.EmitsAsync(
        "[DefaultValue(\"a\")] public string? Name { get; init; }", "name", """{ "type": "string", "default": "a" }""");

    [Fact]
    public Task DefaultJson_is_a_default_of_any_shape() => Schemas.EmitsAsync(
        "[DefaultJson(\"[1,2]\")] public IReadOnlyList<int>? Ports { get; init; }", "ports",
        """{ "type": "array", "items": { "type": "integer", "format": "int32" }, "default": [1, 2] }""");

    [Fact]
    public Task Example_is_JSON_or_else_text() => Schemas.EmitsAsync(
        "[Example(\"eu-1\")] public string? Zone { get; init; }", "zone", """{ "type": "string", "example": "eu-1" }""");

    [Fact]
    public Task DisplayName_is_the_title() => Schemas.EmitsAsync(
        "[DisplayName(\"The zone\")] public string? Zone { get; init; }", "zone", """{ "type": "string", "title": "The zone" }""");

    [Fact]
    public Task Display_is_title_and_description() => Schemas.EmitsAsync(
        "[Display(Name = \"The zone\")] public string? Zone { get; init; }", "zone", """{ "type": "string", "title": "The zone" }""");

    [Fact]
    public Task ExternalDocs_point_to_further_reading() => Schemas.EmitsAsync(
        "[ExternalDocs(\"https://example.com/zones\", Description = \"All zones\")] public string? Zone { get; init; }", "zone",
        """{ "type": "string", "externalDocs": { "url": "https://example.com/zones", "description": "All zones" } }""");

    [Fact]
    public Task Schemaless_leaves_the_field_unchecked() => Schemas.EmitsAsync(
        "[Schemaless] public Dictionary<string, int>? Anything { get; init; }", "anything", """{ "x-kubernetes-preserve-unknown-fields": true }""");

    [Fact]
    public Task Immutable_compares_with_the_old_value() => Schemas.EmitsAsync(
        "[Immutable] public string? Zone { get; init; }", "zone",
        """{ "type": "string", "x-kubernetes-validations": [{ "rule": "self == oldSelf", "message": "field is immutable" }] }""");

    [Fact]
    public Task Items_constrains_the_items_of_a_list() => Schemas.EmitsAsync(
        "[Items(Pattern = \"^[a-z]+$\", MaxLength = 5)] public IReadOnlyList<string>? Names { get; init; }", "names",
        """{ "type": "array", "items": { "type": "string", "pattern": "^[a-z]+$", "maxLength": 5 } }""");

    [Fact]
    public Task Items_of_a_depth_constrains_the_items_of_lists_of_lists() => Schemas.EmitsAsync(
        "[Items(MaxItems = 2), Items(Depth = 2, Minimum = 1, ExclusiveMinimum = true)] public IReadOnlyList<IReadOnlyList<int>>? Rows { get; init; }", "rows",
        """{ "type": "array", "items": { "type": "array", "maxItems": 2, "items": { "type": "integer", "format": "int32", "minimum": 1, "exclusiveMinimum": true } } }""");

    [Fact]
    public Task Items_constrains_the_values_of_a_dictionary() => Schemas.EmitsAsync(
        "[Items(Enum = [\"on\", \"off\"])] public IReadOnlyDictionary<string, string>? Flags { get; init; }", "flags",
        """{ "type": "object", "additionalProperties": { "type": "string", "enum": ["on", "off"] } }""");

    [Fact]
    public Task CelRule_can_be_about_the_items() => Schemas.EmitsAsync(
        "[CelRule(\"self.startsWith('a')\", AppliesToItems = true)] public IReadOnlyList<string>? Names { get; init; }", "names",
        """{ "type": "array", "items": { "type": "string", "x-kubernetes-validations": [{ "rule": "self.startsWith('a')" }] } }""");

    [Fact]
    public Task A_bound_of_the_field_and_another_of_its_type_both_hold() => Schemas.EmitsAsync(
        "[Maximum(300)] public byte? Size { get; init; }", "size",
        """{ "type": "integer", "format": "int32", "minimum": 0, "maximum": 255, "allOf": [{ "maximum": 300 }] }""");

    [Fact]
    public async Task Descriptions_are_the_summaries_as_text()
    {
        var spec = await Schemas.SpecAsync("""
            /// <summary>
            /// The <see cref="Size"/> of it, <see langword="null"/> for <c>1</c>.
            /// <para>More in <see href="https://example.com"/>.</para>
            /// <list type="bullet"><item>first</item><item>second</item></list>
            /// </summary>
            public int? Size { get; init; }
            """);
        Assert.Equal("The Size of it, null for 1.\n\nMore in https://example.com.\n\n- first\n- second", (string?)spec["properties"]!["size"]!["description"]);
    }

    [Fact]
    public async Task Description_overrides_the_summary_and_Obsolete_is_told()
    {
        var spec = await Schemas.SpecAsync("""
            /// <summary>For authors.</summary>
            [Description("For users.")]
            public int? Size { get; init; }

            /// <summary>Old.</summary>
            [Obsolete("use size")]
            public int? Count { get; init; }
            """);
        Assert.Equal("For users.", (string?)spec["properties"]!["size"]!["description"]);
        Assert.Equal("Old.\nDeprecated: use size", (string?)spec["properties"]!["count"]!["description"]);
    }

    [Fact]
    public async Task A_field_of_another_name_is_called_so_and_an_ignored_one_is_left_out()
    {
        var spec = await Schemas.SpecAsync("""
            [JsonPropertyName("clusterIP")] public string? Address { get; init; }
            public string? IPFamily { get; init; }
            [JsonIgnore] public string? Hidden { get; init; }
            internal string? Inner { get; init; }
            """);
        Assert.Equal(["clusterIP", "ipFamily"], spec["properties"]!.AsObject().Select(property => property.Key));
    }
}
