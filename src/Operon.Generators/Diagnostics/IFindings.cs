using Microsoft.CodeAnalysis;

namespace Operon.Generators;

/// <summary>Where what is wrong with a type goes. The generator has no use for it; the analyzer reports it.</summary>
internal interface IFindings
{
    void Add(DiagnosticDescriptor rule, Location? location, params object[] arguments);
}
