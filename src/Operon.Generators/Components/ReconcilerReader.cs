using Microsoft.CodeAnalysis;

namespace Operon.Generators;

/// <summary>Reads the classes that derive from <c>Reconciler&lt;T&gt;</c>.</summary>
internal static class ReconcilerReader
{
    /// <summary>What generated code adds to an operator; null for what it cannot or should not.</summary>
    public static ReconcilerModel? Of(INamedTypeSymbol type, Compilation compilation)
    {
        if (!IsAdded(type) || !type.IsVisibleInAssembly() || KindReader.Of(type.BaseOf(KnownTypes.Reconciler)!.TypeArguments[0], compilation) is not { } kind)
        {
            return null;
        }

        return new ReconcilerModel(
            type.GlobalName(),
            NameOf(type),
            kind,
            Wakes(type).Select(attribute => WakeReader.Of(type, attribute, compilation)).OfType<WakeModel>().ToEquatableArray(),
            CachedTypes(type).Select(cached => KindReader.Of(cached, compilation)).OfType<KindModel>().ToEquatableArray());
    }

    /// <summary>Whether it is a reconciler that <c>AddControllers</c> is meant to add.</summary>
    public static bool IsAdded(INamedTypeSymbol type) =>
        type is { TypeKind: TypeKind.Class, IsAbstract: false, IsGenericType: false }
        && type.BaseOf(KnownTypes.Reconciler) is not null
        && type.Attribute(KnownTypes.Controller)?.IsTrue("AddedByHand") != true;

    public static IEnumerable<AttributeData> Wakes(INamedTypeSymbol type)
    {
        for (var one = type; one is not null; one = one.BaseType)
        {
            foreach (var attribute in one.GetAttributes())
            {
                if (WakeReader.IsWake(attribute))
                {
                    yield return attribute;
                }
            }
        }
    }

    /// <summary>Types whose caches the constructor asks for.</summary>
    public static IEnumerable<ITypeSymbol> CachedTypes(INamedTypeSymbol type) => type.InstanceConstructors
        .Where(constructor => constructor.DeclaredAccessibility == Accessibility.Public)
        .SelectMany(constructor => constructor.Parameters)
        .Select(parameter => parameter.Type)
        .OfType<INamedTypeSymbol>()
        .Where(parameter => parameter.Is(KnownTypes.Lister) || parameter.Is(KnownTypes.Informer))
        .Select(parameter => parameter.TypeArguments[0]);

    /// <summary>The name of its controller.</summary>
    public static string ControllerNameOf(INamedTypeSymbol type, KindModel kind) => type.Attribute(KnownTypes.Controller)?.NamedText("Name") ?? kind.Kind.ToLowerInvariant();

    private static string NameOf(INamedTypeSymbol type) => type.ContainingType is null ? type.Name : NameOf(type.ContainingType) + type.Name;
}
