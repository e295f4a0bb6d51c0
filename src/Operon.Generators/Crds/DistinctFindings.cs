using System.Collections.Concurrent;
using Microsoft.CodeAnalysis;

namespace Operon.Generators;

/// <summary>Reports each finding once: a type that several resources contain is looked at for each of them.</summary>
internal sealed class DistinctFindings(ConcurrentDictionary<string, bool> seen, Action<Diagnostic> report) : IFindings
{
    public void Add(DiagnosticDescriptor rule, Location? location, params object[] arguments)
    {
        var diagnostic = Diagnostic.Create(rule, location ?? Location.None, arguments);
        if (seen.TryAdd(diagnostic.ToString(), true))
        {
            report(diagnostic);
        }
    }
}
