using Microsoft.CodeAnalysis;

namespace Operon.Generators;

/// <summary>Leaves one rule out: what the project allows is no finding.</summary>
internal sealed class FilteredFindings(IFindings inner, DiagnosticDescriptor allowed) : IFindings
{
    public void Add(DiagnosticDescriptor rule, Location? location, params object[] arguments)
    {
        if (!ReferenceEquals(rule, allowed))
        {
            inner.Add(rule, location, arguments);
        }
    }
}
