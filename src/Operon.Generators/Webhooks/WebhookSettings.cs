using Microsoft.CodeAnalysis;

namespace Operon.Generators;

/// <summary>Values of <c>[Webhook]</c>, whose enumerations are known by number.</summary>
internal static class WebhookSettings
{
    public const int Mutating = 1;
    public const int Validating = 2;
    public const int AllOperations = 16;
    private static readonly string[] _operations = ["CREATE", "UPDATE", "DELETE", "CONNECT"];

    /// <summary>The number or the value of an enumeration; 0 when it is not said.</summary>
    public static int Number(AttributeData attribute, string property) => Said(attribute, property) is { Value: int number } ? number : 0;

    public static bool IsSaid(AttributeData attribute, string property) => attribute.NamedArguments.Any(argument => argument.Key == property);

    public static IReadOnlyList<string> Operations(int flags) => (flags & AllOperations) != 0 ? ["*"] : [.. _operations.Where((_, bit) => (flags & (1 << bit)) != 0)];

    /// <summary>The operations said, or those the class has methods for.</summary>
    public static int OperationsOf(INamedTypeSymbol type, AttributeData attribute, WebhookRole role)
    {
        const int CreateAndUpdate = 3;
        const int Delete = 4;
        if (IsSaid(attribute, "Operations"))
        {
            return Number(attribute, "Operations");
        }

        return role.Object is null ? 0 : role.IsMutating || !JudgesDeletions(type, role.Object) ? CreateAndUpdate : CreateAndUpdate | Delete;
    }

    // The interface has a method for deletions itself, which finds nothing wrong.
    private static bool JudgesDeletions(INamedTypeSymbol type, ITypeSymbol judged)
    {
        var validator = type.AllInterfaces.First(one => one.Is(WebhookTypes.Validator) && SymbolEqualityComparer.Default.Equals(one.TypeArguments[0], judged));
        return validator.GetMembers("ValidateDeleteAsync").Any(method => type.FindImplementationForInterfaceMember(method) is { } found
            && !SymbolEqualityComparer.Default.Equals(found.ContainingType.OriginalDefinition, validator.OriginalDefinition));
    }

    private static TypedConstant Said(AttributeData attribute, string property) => attribute.NamedArguments.FirstOrDefault(argument => argument.Key == property).Value;
}
