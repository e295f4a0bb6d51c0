using Microsoft.CodeAnalysis;

namespace Operon.Generators;

/// <summary>All rights that attributes of an assembly ask for.</summary>
internal sealed class RbacRuleSet
{
    private readonly List<RbacRule> _rules = [];

    private RbacRuleSet()
    {
    }

    public bool IsEmpty => _rules.Count == 0;

    public static RbacRuleSet Of(Compilation compilation)
    {
        var all = new RbacRuleSet();
        all.Add(compilation.Assembly, compilation);
        all.Add(compilation.Assembly.GlobalNamespace, compilation);
        return all;
    }

    /// <summary>Whether some role grants the verb on the resource, wherever it holds.</summary>
    public bool Grants(string group, string resource, string verb) => _rules.Any(rule => rule.ResourceNames.Count == 0 && rule.Grants(group, resource, verb));

    private void Add(INamespaceOrTypeSymbol container, Compilation compilation)
    {
        foreach (var member in container.GetMembers().OfType<INamespaceOrTypeSymbol>())
        {
            if (member is INamedTypeSymbol)
            {
                Add((ISymbol)member, compilation);
            }

            Add(member, compilation);
        }
    }

    private void Add(ISymbol symbol, Compilation compilation)
    {
        foreach (var attribute in symbol.GetAttributes())
        {
            if (RbacReader.Of(attribute, compilation) is { } rule)
            {
                _rules.Add(rule);
            }
        }
    }
}
