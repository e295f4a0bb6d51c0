using Microsoft.CodeAnalysis;

namespace Operon.Generators;

/// <summary>Reads a type and those its fields reach: types of the program for a <c>[KubernetesResource]</c>, models for a model.</summary>
internal sealed class ApplyFormReader
{
    private const string Json = "System.Text.Json.Serialization.";
    private static readonly string[] _givenFields = ["ApiVersion", "Kind", "Metadata"];
    private readonly Func<ITypeSymbol, bool> _isOwn;
    private readonly string? _namespace;
    private readonly Dictionary<string, ApplyFormModel?> _forms = new(StringComparer.Ordinal);

    private ApplyFormReader(Func<ITypeSymbol, bool> isOwn, string? namespaceOfForms)
    {
        _isOwn = isOwn;
        _namespace = namespaceOfForms;
    }

    /// <summary>The form of a model first, then those it is made of: internal, in a namespace of the program.</summary>
    public static EquatableArray<ApplyFormModel> OfModel(ITypeSymbol model, Compilation compilation, string namespaceOfForms) =>
        model is INamedTypeSymbol named && ApplyTypes.IsModel(named) && KindReader.Of(named, compilation) is { } kind
            ? new ApplyFormReader(ApplyTypes.IsModel, namespaceOfForms).ReadAll(named, kind)
            : EquatableArray<ApplyFormModel>.Empty;

    /// <summary>The form of the object first, then those it is made of.</summary>
    public static EquatableArray<ApplyFormModel> Of(INamedTypeSymbol root, Compilation compilation)
    {
        if (KindReader.Of(root, compilation) is not { } kind || !root.IsVisibleInAssembly() || root.IsAbstract || root.IsGenericType)
        {
            return EquatableArray<ApplyFormModel>.Empty;
        }

        return new ApplyFormReader(type => ApplyTypes.IsOwn(type, compilation.Assembly), null).ReadAll(root, kind);
    }

    private EquatableArray<ApplyFormModel> ReadAll(INamedTypeSymbol root, KindModel kind)
    {
        var form = Read(root, kind);
        return _forms.Values.OfType<ApplyFormModel>().OrderBy(nested => nested.GlobalName, StringComparer.Ordinal).Prepend(form).ToEquatableArray();
    }

    private ApplyFormModel Read(INamedTypeSymbol type, KindModel? kind) => new(
        NamespaceOf(type),
        ApplyTypes.FormNameOf(type, isNested: kind is null),
        _namespace is null && IsPublic(type),
        type.GlobalName(),
        ApplyTypes.FieldsOf(type).Where(property => kind is null || !_givenFields.Contains(property.Name)).Select(Field).ToEquatableArray(),
        kind);

    private ApplyField Field(IPropertySymbol property)
    {
        var source = property.OriginalDefinition.GetDocumentationCommentId() ?? "";
        var type = ApplyTypes.WithoutNull(property.Type);
        ApplyField With(ApplyShape shape, string typeName, string? converter = null) => new(property.Name, JsonNames.Of(property), shape, typeName, converter, source);

        if (MicroTimes.Contains(property))
        {
            return With(ApplyShape.MicroTime, type.GlobalName());
        }

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
        if (!_isOwn(type))
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

        var space = NamespaceOf(named);
        return $"global::{(space.Length > 0 ? space + "." : "")}{ApplyTypes.FormNameOf(named, isNested: true)}";
    }

    private string NamespaceOf(INamedTypeSymbol type) => _namespace ?? (type.ContainingNamespace is { IsGlobalNamespace: false } names ? names.ToDisplayString() : "");

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
