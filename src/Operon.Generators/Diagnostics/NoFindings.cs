using Microsoft.CodeAnalysis;

namespace Operon.Generators;

internal sealed class NoFindings : IFindings
{
    public static NoFindings Instance { get; } = new();

    public void Add(DiagnosticDescriptor rule, Location? location, params object[] arguments)
    {
    }
}
