using Microsoft.CodeAnalysis;

namespace Operon.Generators;

/// <summary>Reads a <c>[KubernetesResource]</c> type and the types of the program that its fields reach.</summary>
internal sealed class ApplyFormReader
{
    private const string Json = "System.Text.Json.Serialization.";
    private static readonly string[] _givenFields = ["ApiVersion", "Kind", "Metadata"];
    private readonly IAssemblySymbol _program;
    private readonly Dictionary<string, ApplyFormModel?> _forms = new(StringComparer.Ordinal);

    private ApplyFormReader(IAssemblySymbol program) => _program = program;

    /// <summary>The form of the object first, then those it is made of.</summary>
    public static EquatableArray<ApplyFormModel> Of(INamedTypeSymbol root, Compilation compilation)
    {
        if (KindReader.Of(root, compilation) is not { } kind || !root.IsVisibleInAssembly() || root.IsAbstract || root.IsGenericType)
        {
            return EquatableArray<ApplyFormModel>.Empty;
        }

        var reader = new ApplyFormReader(compilation.Assembly);
        var form = reader.Read(root, kind);
        return reader._forms.Values.OfType<ApplyFormModel>().OrderBy(nested => nested.GlobalName, StringComparer.Ordinal).Prepend(form).ToEquatableArray();
    }

    private ApplyFormModel Read(INamedTypeSymbol type, KindModel? kind) => new(
        type.ContainingNamespace is { IsGlobalNamespace: false } names ? names.ToDisplayString() : "",
        ApplyTypes.FormNameOf(type),
        IsPublic(type),
        type.GlobalName(),
        ApplyTypes.FieldsOf(type).Where(property => kind is null || !_givenFields.Contains(property.Name)).Select(Field).ToEquatableArray(),
        kind);

    private ApplyField Field(IPropertySymbol property)
    {
        var source = property.OriginalDefinition.GetDocumentationCommentId() ?? "";
        var type = ApplyTypes.WithoutNull(property.Type);
        ApplyField With(ApplyShape shape, string typeName, string? converter = null) => new(property.Name, JsonNames.Of(property), shape, typeName, converter, source);

        if (property.Attribute(Json + "JsonConverterAttribute") is { ConstructorArguments: [{ Value: INamedTypeSymbol converter }] })
        {
            return With(ApplyShape.Converted, type.GlobalName(), converter.GlobalName());
        }

        if (Form(type) is { } form)
        {
            return With(ApplyShape.Form, form);
        }

        if (ApplyTypes.ItemOfList(type) is { } item && Form(ApplyTypes.WithoutNull(item)) is { } listed)
        {
            return With(ApplyShape.FormList, listed);
        }

        return ApplyTypes.ItemOfMap(type) is { } mapped && Form(ApplyTypes.WithoutNull(mapped)) is { } entry ? With(ApplyShape.FormMap, entry) : With(ApplyShape.Value, type.GlobalName());
    }

    /// <summary>The full name of a nested type's form; null when it is a value.</summary>
    private string? Form(ITypeSymbol type)
    {
        if (!ApplyTypes.IsOwn(type, _program))
        {
            return null;
        }

        var named = (INamedTypeSymbol)type;
        var key = named.GlobalName();
        if (!_forms.ContainsKey(key))
        {
            // Noted before it is read: a type may reach itself.
            _forms.Add(key, null);
            _forms[key] = Read(named, null);
        }

        var names = named.ContainingNamespace is { IsGlobalNamespace: false } space ? space.ToDisplayString() + "." : "";
        return $"global::{names}{ApplyTypes.FormNameOf(named)}";
    }

    private static bool IsPublic(INamedTypeSymbol type)
    {
        for (var one = type; one is not null; one = one.ContainingType)
        {
            if (one.DeclaredAccessibility != Accessibility.Public)
            {
                return false;
            }
        }

        return type.TypeArguments.OfType<INamedTypeSymbol>().All(IsPublic);
    }
}
