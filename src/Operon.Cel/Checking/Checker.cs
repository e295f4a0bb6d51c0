using Operon.Cel.Functions;
using Operon.Cel.Syntax;

namespace Operon.Cel.Checking;

/// <summary>Deduces the type of each node, resolves names and picks overloads. Goes on after an error, so that one check reports them all.</summary>
internal sealed partial class Checker(CelEnvironment environment, string source)
{
    private readonly FunctionTable functions = FunctionTable.For(environment.Libraries);
    private readonly TypeMapping mapping = new();
    private readonly List<Expr> visited = [];
    private readonly List<(string Name, CelType Type)> scopes = [];

    public List<CelIssue> Issues { get; } = [];

    public HashSet<string> Variables { get; } = new(StringComparer.Ordinal);

    public CelType Check(Expr root)
    {
        Visit(root);
        foreach (var expr in visited)
        {
            expr.Type = mapping.Substitute(expr.Type!, parametersToDyn: true);
        }
        if (Issues.Count == 0)
        {
            LiteralChecks.Apply(visited, this);
        }
        Issues.Sort((a, b) => a.Offset.CompareTo(b.Offset));
        return root.KnownType;
    }

    public void Report(int position, string message) => Issues.Add(CelIssue.At(source, position, message));

    private CelType Visit(Expr expr)
    {
        var type = expr switch
        {
            LiteralExpr literal => literal.Value.Type,
            IdentifierExpr identifier => Identifier(identifier),
            SelectExpr select => Select(select),
            CallExpr call => Call(call),
            ListExpr list => List(list),
            MapExpr map => Map(map),
            StructExpr message => Struct(message),
            ComprehensionExpr comprehension => Comprehension(comprehension),
            _ => CelType.Error,
        };
        expr.Type = type;
        visited.Add(expr);
        return type;
    }

    private CelType Identifier(IdentifierExpr identifier)
    {
        if (Resolve(identifier, identifier.Name) is { } type)
        {
            return type;
        }
        Report(identifier.Position, $"undeclared reference to '{identifier.Name}' (in container '{environment.Container}')");
        return CelType.Error;
    }

    private CelType? Local(string name)
    {
        for (var i = scopes.Count - 1; i >= 0; i--)
        {
            if (scopes[i].Name == name)
            {
                return scopes[i].Type;
            }
        }
        return null;
    }

    private CelType? Resolve(IdentifierExpr identifier, string name)
    {
        if (Local(name) is { } local)
        {
            return local;
        }
        foreach (var candidate in Candidates(name))
        {
            if (environment.FindVariable(candidate) is { } variable)
            {
                identifier.Variable = candidate;
                Variables.Add(candidate);
                return variable;
            }
            if (functions.FindType(candidate) is { } named)
            {
                identifier.NamedType = named;
                return CelType.TypeOf(named);
            }
        }
        return null;
    }

    // From the innermost namespace of the container outwards; a leading dot asks for the outermost only.
    private IEnumerable<string> Candidates(string name)
    {
        if (name[0] == '.')
        {
            yield return name.Substring(1);
            yield break;
        }
        var container = environment.Container;
        while (container.Length > 0)
        {
            yield return container + "." + name;
            var dot = container.LastIndexOf('.');
            container = dot < 0 ? "" : container.Substring(0, dot);
        }
        yield return name;
    }

    private string? QualifiedName(Expr expr) => expr switch
    {
        IdentifierExpr identifier when Local(identifier.Name) is null => identifier.Name,
        SelectExpr { IsTest: false } select when QualifiedName(select.Operand) is { } prefix => prefix + "." + select.Field,
        _ => null,
    };

    private CelType Select(SelectExpr select)
    {
        if (!select.IsTest && QualifiedName(select) is { } name)
        {
            var qualified = new IdentifierExpr(select.Position, name);
            if (Resolve(qualified, name) is { } type)
            {
                qualified.Type = type;
                select.Qualified = qualified;
                return type;
            }
        }
        var result = Field(select.Position, Visit(select.Operand), select.Field, select.IsTest);
        return select.IsTest ? CelType.Bool : result;
    }

    private CelType Field(int position, CelType operand, string field, bool isTest)
    {
        operand = mapping.Substitute(operand);
        if (operand.Kind == CelKind.Optional)
        {
            var inner = Field(position, operand.Element, field, isTest);
            return inner.Kind == CelKind.Optional ? inner : CelType.Optional(inner);
        }
        switch (operand.Kind)
        {
            case CelKind.Dyn or CelKind.Error:
                return CelType.Dyn;
            case CelKind.TypeParameter:
                mapping.IsAssignable(CelType.Dyn, operand);
                return CelType.Dyn;
            case CelKind.Map:
                return operand.Element;
            case CelKind.Object:
                if (operand.Fields.TryGetValue(field, out var declared))
                {
                    return declared.Type;
                }
                Report(position, $"undefined field '{field}'");
                return CelType.Error;
            default:
                Report(position, $"type '{operand}' does not support field selection");
                return CelType.Error;
        }
    }

    private CelType List(ListExpr list)
    {
        CelType? element = null;
        for (var i = 0; i < list.Elements.Count; i++)
        {
            var type = Visit(list.Elements[i]);
            element = Join(list.Elements[i].Position, element, list.IsOptional[i] ? Unwrapped(list.Elements[i].Position, type) : type);
        }
        return CelType.List(element ?? mapping.Fresh());
    }

    private CelType Map(MapExpr map)
    {
        CelType? key = null;
        CelType? value = null;
        foreach (var entry in map.Entries)
        {
            key = Join(entry.Key.Position, key, Visit(entry.Key));
            var type = Visit(entry.Value);
            value = Join(entry.Value.Position, value, entry.IsOptional ? Unwrapped(entry.Value.Position, type) : type);
        }
        return CelType.Map(key ?? mapping.Fresh(), value ?? mapping.Fresh());
    }

    private CelType Unwrapped(int position, CelType type)
    {
        type = mapping.Substitute(type);
        if (type.Kind == CelKind.Optional)
        {
            return type.Element;
        }
        if (!type.IsDynOrError)
        {
            Report(position, $"expected type 'optional_type({type})' but found '{type}'");
        }
        return type;
    }

    private CelType Join(int position, CelType? previous, CelType current)
    {
        if (previous is null)
        {
            return current;
        }
        if (mapping.IsAssignable(previous, current))
        {
            return TypeMapping.MostGeneral(mapping.Substitute(previous), mapping.Substitute(current));
        }
        if (environment.RequiresHomogeneousLiterals)
        {
            Report(position, $"expected type '{mapping.Substitute(previous)}' but found '{mapping.Substitute(current)}'");
        }
        return CelType.Dyn;
    }

    private CelType Struct(StructExpr message)
    {
        foreach (var value in message.Values)
        {
            Visit(value);
        }
        Report(message.Position, $"undeclared reference to '{message.TypeName}' (in container '{environment.Container}')");
        return CelType.Error;
    }

    private CelType Comprehension(ComprehensionExpr comprehension)
    {
        var range = mapping.Substitute(Visit(comprehension.Range));
        var accumulator = Visit(comprehension.Initial);
        var (first, second) = IterationTypes(comprehension, range);
        scopes.Add((comprehension.Accumulator, accumulator));
        scopes.Add((comprehension.IterationVariable, first));
        if (comprehension.IterationVariable2 is { } variable2)
        {
            scopes.Add((variable2, second));
        }
        Assign(comprehension.Condition, CelType.Bool);
        Assign(comprehension.Step, accumulator);
        scopes.RemoveRange(scopes.Count - (comprehension.IterationVariable2 is null ? 1 : 2), comprehension.IterationVariable2 is null ? 1 : 2);
        var result = Visit(comprehension.Result);
        scopes.RemoveAt(scopes.Count - 1);
        return mapping.Substitute(result);
    }

    private void Assign(Expr expr, CelType expected)
    {
        var type = Visit(expr);
        if (!mapping.IsAssignable(type, expected))
        {
            Report(expr.Position, $"expected type '{mapping.Substitute(expected)}' but found '{mapping.Substitute(type)}'");
        }
    }

    private (CelType First, CelType Second) IterationTypes(ComprehensionExpr comprehension, CelType range)
    {
        var isPair = comprehension.IterationVariable2 is not null;
        switch (range.Kind)
        {
            case CelKind.List:
                return isPair ? (CelType.Int, range.Element) : (range.Element, CelType.Dyn);
            case CelKind.Map:
                return (range.Parameters[0], range.Element);
            case CelKind.Dyn or CelKind.Error or CelKind.TypeParameter:
                mapping.IsAssignable(range, CelType.Dyn);
                return (CelType.Dyn, CelType.Dyn);
            default:
                Report(comprehension.Range.Position, $"expression of type '{range}' cannot be range of a comprehension (must be list, map, or dynamic)");
                return (CelType.Error, CelType.Error);
        }
    }
}
