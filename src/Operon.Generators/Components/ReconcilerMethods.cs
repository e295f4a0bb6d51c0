using Microsoft.CodeAnalysis;

namespace Operon.Generators;

/// <summary>Finds the methods that attributes of a reconciler name.</summary>
internal static class ReconcilerMethods
{
    /// <summary><c>IEnumerable&lt;ObjectKey&gt; name(TWatched)</c>; null when there is none that generated code can call.</summary>
    public static IMethodSymbol? Map(INamedTypeSymbol reconciler, string? name, ITypeSymbol watched) => Find(
        reconciler,
        name,
        method => method.Parameters.Length == 1 && Takes(method, 0, watched) && IsKeys(method.ReturnType));

    /// <summary><c>bool name(T old, T now)</c>; null when there is none that generated code can call.</summary>
    public static IMethodSymbol? Filter(INamedTypeSymbol reconciler, string? name, ITypeSymbol watched) => Find(
        reconciler,
        name,
        method => method.Parameters.Length == 2 && Takes(method, 0, watched) && Takes(method, 1, watched) && method.ReturnType.SpecialType == SpecialType.System_Boolean);

    /// <summary>C# that names the method from outside of its class.</summary>
    public static string Expression(IMethodSymbol method) => method.IsStatic ? $"{method.ContainingType.GlobalName()}.{method.Name}" : $"reconciler.{method.Name}";

    private static IMethodSymbol? Find(INamedTypeSymbol reconciler, string? name, Func<IMethodSymbol, bool> fits)
    {
        for (var type = reconciler; type is not null && name is not null; type = type.BaseType)
        {
            if (type.GetMembers(name).OfType<IMethodSymbol>().FirstOrDefault(method => !method.IsGenericMethod && IsVisible(method) && fits(method)) is { } found)
            {
                return found;
            }
        }

        return null;
    }

    private static bool IsVisible(IMethodSymbol method) => method.DeclaredAccessibility is Accessibility.Public or Accessibility.Internal or Accessibility.ProtectedOrInternal;

    // Maps and filters of a base type, such as IKubernetesObject<V1ObjectMeta>, serve too.
    private static bool Takes(IMethodSymbol method, int parameter, ITypeSymbol type)
    {
        var taken = method.Parameters[parameter].Type;
        for (var one = type; one is not null; one = one.BaseType)
        {
            if (SymbolEqualityComparer.Default.Equals(one, taken))
            {
                return true;
            }
        }

        return type.AllInterfaces.Any(one => SymbolEqualityComparer.Default.Equals(one, taken));
    }

    private static bool IsKeys(ITypeSymbol type)
    {
        var enumerable = type is INamedTypeSymbol { OriginalDefinition.SpecialType: SpecialType.System_Collections_Generic_IEnumerable_T } itself
            ? itself
            : type.IsReferenceType ? type.AllInterfaces.FirstOrDefault(one => one.OriginalDefinition.SpecialType == SpecialType.System_Collections_Generic_IEnumerable_T) : null;
        return enumerable?.TypeArguments[0].ToDisplayString() == "Operon.Kubernetes.ObjectKey";
    }
}
