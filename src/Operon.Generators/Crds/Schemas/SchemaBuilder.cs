using Microsoft.CodeAnalysis;

namespace Operon.Generators;

/// <summary>
/// Turns a C# type into a structural schema. What depends on the project's settings is left as marks that <see cref="SchemaFinisher"/>
/// resolves, so that a schema depends on the code alone.
/// </summary>
internal sealed class SchemaBuilder
{
    /// <summary>Fields that are required only when the project says <c>CrdFieldDefault=required</c>.</summary>
    public const string UndecidedMark = "x-operon-undecided";

    private readonly string _version;
    private readonly bool _enumsAsText;
    private readonly IFindings _findings;
    private readonly Keywords _keywords;
    private readonly Topology _topology;
    private readonly RuleAttributes _rules;
    private readonly InitializerReader _initializers;
    private readonly HashSet<ITypeSymbol> _above = new(SymbolEqualityComparer.Default);

    /// <param name="compilation">The program.</param>
    /// <param name="version">The version the schema is for, which some fields are left out of.</param>
    /// <param name="enumsAsText">Whether the JSON context writes all enums by name.</param>
    /// <param name="findings">Where what is wrong goes.</param>
    public SchemaBuilder(Compilation compilation, string version, bool enumsAsText, IFindings findings)
    {
        _version = version;
        _enumsAsText = enumsAsText;
        _findings = findings;
        _keywords = new Keywords(findings);
        _topology = new Topology(findings);
        _rules = new RuleAttributes(findings);
        _initializers = new InitializerReader(compilation);
    }

    /// <summary>What <c>kubectl get</c> shows, found on the way.</summary>
    public List<JsonObject> Columns { get; } = [];

    /// <summary>Paths of selectable fields, found on the way.</summary>
    public List<string> SelectableFields { get; } = [];

    /// <summary>Where the CEL rules were written.</summary>
    public IReadOnlyDictionary<JsonObject, RuleSource> Rules => _rules.Sources;

    /// <summary>The schema of a whole resource.</summary>
    public JsonObject Root(INamedTypeSymbol type) => Object(type, new Place(type.Name, type.SourceLocation(), ""), isRoot: true);

    private JsonObject Of(ITypeSymbol declared, SchemaMember? member, Place place)
    {
        var type = declared.WithoutNullable();
        if (SchemaTypeOf(type, member) is { } named)
        {
            return named;
        }

        if (ScalarSchemas.Of(type) is { } scalar)
        {
            if (ScalarSchemas.IsFloatingPoint(type))
            {
                _findings.Add(CrdRules.FloatingPoint, place.Location, place.Display, type.Display());
            }

            return scalar;
        }

        if (type is INamedTypeSymbol { TypeKind: TypeKind.Enum } enumeration)
        {
            if (!_enumsAsText && !EnumSchemas.IsWrittenAsText(enumeration, member))
            {
                _findings.Add(CrdRules.EnumAsNumber, place.Location, enumeration.Name);
            }

            return EnumSchemas.Of(enumeration);
        }

        if (Collections.DictionaryOf(type) is { } dictionary)
        {
            return Dictionary(dictionary.Key, dictionary.Value, place);
        }

        if (Collections.ElementOf(type) is { } element)
        {
            if (Collections.IsUnreadable(type, element))
            {
                _findings.Add(CrdRules.UnsupportedType, place.Location, place.Display, type.Display(), "JSON cannot read it; use HashSet<T>, ImmutableHashSet<T>, or a list with [ListType(ListType.Set)]");
            }

            return new JsonObject { { "type", "array" }, { "items", Of(element, null, place.Inside()) } };
        }

        if (type.ContainingNamespace?.ToDisplayString() == Types.Models)
        {
            return ModelSchemas.Find(type.Name) ?? Unsupported(type, place, "the table of official models does not have it; use a record of your own with the fields you need");
        }

        return type switch
        {
            INamedTypeSymbol { SpecialType: SpecialType.System_Object } =>
                Unsupported(type, place, "use JsonNode for any value, or a type of your own"),
            INamedTypeSymbol { TypeKind: TypeKind.Class or TypeKind.Struct, IsAbstract: false, IsTupleType: false } own => Own(own, member, place),
            INamedTypeSymbol { IsAbstract: true } =>
                Unsupported(type, place, "JSON cannot make an interface or abstract class; use one concrete record, with a field for each alternative and [ExactlyOneOf]"),
            _ => Unsupported(type, place, "use a record, a list, a dictionary with string keys or a scalar"),
        };
    }

    private JsonObject Own(INamedTypeSymbol type, SchemaMember? member, Place place)
    {
        const string JsonConverter = "System.Text.Json.Serialization.JsonConverterAttribute";
        if (type.GetAttributes().Find(JsonConverter) is not null || member?.Attributes.Find(JsonConverter) is not null)
        {
            _findings.Add(CrdRules.UnknownConverter, place.Location, place.Display, type.Display());
            return SchemaTypes.Of("any");
        }

        if (!_above.Add(type))
        {
            _findings.Add(CrdRules.Recursion, place.Location, place.Display, type.Display());
            return new JsonObject { { "type", "object" }, { "x-kubernetes-preserve-unknown-fields", true } };
        }

        var schema = Object(type, place, isRoot: false);
        _above.Remove(type);
        return schema;
    }

    private JsonObject? SchemaTypeOf(ITypeSymbol type, SchemaMember? member)
    {
        if (member?.Attributes.FindOwn("Schemaless") is not null)
        {
            // Servers want a type or this of every field.
            return SchemaTypes.Of("any");
        }

        if (member?.Attributes.FindOwn("SchemaType")?.Argument(0) is string ofMember && SchemaTypes.IsKnown(ofMember))
        {
            return SchemaTypes.Of(ofMember);
        }

        if (type.GetAttributes().FindOwn("SchemaType") is not { } attribute || attribute.Argument(0) is not string ofType || !SchemaTypes.IsKnown(ofType))
        {
            return null;
        }

        var schema = SchemaTypes.Of(ofType);
        var place = new Place(type.Name, type.SourceLocation(), null);
        _keywords.Apply(schema, type.GetAttributes(), type, place);
        _rules.Apply(schema, type.GetAttributes(), place);
        return schema;
    }

    private JsonObject Dictionary(ITypeSymbol key, ITypeSymbol value, Place place)
    {
        if (key.SpecialType != SpecialType.System_String)
        {
            _findings.Add(CrdRules.UnsupportedType, place.Location, place.Display, $"dictionary with keys of type {key.Display()}", "keys of JSON objects are strings; use Dictionary<string, ...>");
        }

        return new JsonObject { { "type", "object" }, { "additionalProperties", Of(value, null, place.Inside()) } };
    }

    private JsonObject Object(INamedTypeSymbol type, Place place, bool isRoot)
    {
        var schema = new JsonObject { { "type", "object" } };
        var properties = new JsonObject();
        var members = SchemaMembers.Of(type);
        var names = new Dictionary<string, SchemaMember>(StringComparer.Ordinal);
        foreach (var member in members)
        {
            if (isRoot && RootFields.Find(member.Name) is { } fixedField)
            {
                if (!fixedField.Fits(member.Type))
                {
                    _findings.Add(CrdRules.ReservedName, member.Location ?? place.Location, member.Display, member.Name, fixedField.Meaning);
                }

                continue;
            }

            if (member.Attributes.Find("System.Text.Json.Serialization.JsonExtensionDataAttribute") is not null)
            {
                schema["x-kubernetes-preserve-unknown-fields"] = true;
                continue;
            }

            if (member.Attributes.FindOwn("ExcludeVersion")?.Texts(0).Contains(_version) == true)
            {
                continue;
            }

            if (!member.IsRead)
            {
                _findings.Add(CrdRules.ReadOnlyProperty, member.Location ?? place.Location, member.Display);
                continue;
            }

            if (names.TryGetValue(member.Name, out var other))
            {
                _findings.Add(CrdRules.DuplicateName, member.Location ?? place.Location, other.Display, member.Display, member.Name);
                continue;
            }

            names.Add(member.Name, member);
            properties[member.Name] = Property(schema, member, place.Child(member));
        }

        if (isRoot)
        {
            RootFields.AddTo(properties);
        }

        if (properties.Count > 0)
        {
            schema["properties"] = properties;
        }

        if (Descriptions.Of(type) is { } description)
        {
            schema["description"] = description;
        }

        var ofType = place with { Display = type.Name, Location = type.SourceLocation() ?? place.Location };
        _keywords.Apply(schema, type.GetAttributes(), type, ofType);
        _topology.Apply(schema, type, ofType);
        _rules.ApplyCounts(schema, type, members, ofType);
        _rules.Apply(schema, type.GetAttributes(), ofType);
        return schema;
    }

    private JsonObject Property(JsonObject parent, SchemaMember member, Place place)
    {
        var schema = Of(member.Type, member, place);
        _keywords.Apply(schema, member.Attributes, member.Type, place);
        _topology.Apply(schema, member, place);
        _rules.Apply(schema, member.Attributes, place);
        if (Descriptions.Of(member) is { } description)
        {
            schema["description"] = description;
        }
        else if (!schema.ContainsKey("description") && member.Location is not null)
        {
            _findings.Add(CrdRules.NoDescription, place.Location, place.Display);
        }

        Default(schema, member, place);
        Require(parent, schema, member);
        MemberColumns.Add(this, schema, member, place, _findings);
        return schema;
    }

    private void Default(JsonObject schema, SchemaMember member, Place place)
    {
        var value = DefaultOf(schema, member, place);
        if (value is null)
        {
            return;
        }

        if (SchemaValidator.Problem(value, schema) is { } problem)
        {
            _findings.Add(CrdRules.BadDefault, place.Location, place.Display, problem);
            return;
        }

        schema["default"] = value;
    }

    private JsonNode? DefaultOf(JsonObject schema, SchemaMember member, Place place)
    {
        if (member.Attributes.FindOwn("DefaultJson") is { } written)
        {
            try
            {
                return JsonReader.Parse(written.Argument(0) as string ?? "");
            }
            catch (FormatException error)
            {
                _findings.Add(CrdRules.BadJson, written.Location() ?? place.Location, "DefaultJson", place.Display, error.Message);
                return null;
            }
        }

        if (member.Attributes.Find("System.ComponentModel.DefaultValueAttribute") is { ConstructorArguments: [.., var constant] })
        {
            return Constants.ToJson(constant, member.Type);
        }

        var initializer = _initializers.Read(member);
        switch (initializer.Kind)
        {
            case InitializerKind.Unreadable:
                _findings.Add(CrdRules.UnreadableDefault, place.Location, place.Display);
                return null;
            // A field without a schema of its own takes the text of C#'s constants only where that is what is written.
            case InitializerKind.Value when member.Property.IsRequired:
                return null;
            default:
                return initializer.Value;
        }
    }

    private void Require(JsonObject parent, JsonObject schema, SchemaMember member)
    {
        var attributes = member.Attributes;
        if (attributes.FindOwn("Optional") is not null)
        {
            return;
        }

        var isAsked = attributes.Find("System.ComponentModel.DataAnnotations.RequiredAttribute") is not null || member.Property.IsRequired;
        if (!isAsked && (member.IsNullable || schema.ContainsKey("default")))
        {
            return;
        }

        if (isAsked || Topology.IsKey(member) || member.Parameter is { HasExplicitDefaultValue: false })
        {
            parent.Append("required", member.Name);
        }
        else if (_initializers.Read(member).Kind == InitializerKind.None)
        {
            // A reference that is never null and gets no value must come from somewhere; a number that is absent is 0.
            parent.Append(member.Type.IsReferenceType && member.Type.NullableAnnotation == NullableAnnotation.NotAnnotated ? "required" : UndecidedMark, member.Name);
        }
    }

    private JsonObject Unsupported(ITypeSymbol type, Place place, string remedy)
    {
        _findings.Add(CrdRules.UnsupportedType, place.Location, place.Display, type.Display(), remedy);
        return SchemaTypes.Of("any");
    }
}
