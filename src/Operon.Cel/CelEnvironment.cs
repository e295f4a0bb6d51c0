using Operon.Cel.Checking;
using Operon.Cel.Libraries;
using Operon.Cel.Parsing;
using Operon.Cel.Syntax;

namespace Operon.Cel;

/// <summary>The variables and libraries expressions are checked against. Immutable: each <c>With</c> returns another environment.</summary>
public sealed class CelEnvironment
{
    private readonly IReadOnlyDictionary<string, CelType> variables;

    private CelEnvironment(IReadOnlyDictionary<string, CelType> variables, CelLibraries libraries, string container, bool requiresHomogeneousLiterals)
    {
        this.variables = variables;
        Libraries = libraries;
        Container = container;
        RequiresHomogeneousLiterals = requiresHomogeneousLiterals;
    }

    /// <summary>What an API server gives to validation rules: its libraries, and lists and maps of one type in literals.</summary>
    public static CelEnvironment Kubernetes { get; } = new(new Dictionary<string, CelType>(StringComparer.Ordinal), CelLibraries.Kubernetes, "", true);

    /// <summary>The standard definitions of CEL alone.</summary>
    public static CelEnvironment Standard { get; } = new(new Dictionary<string, CelType>(StringComparer.Ordinal), CelLibraries.None, "", false);

    /// <summary>The libraries.</summary>
    public CelLibraries Libraries { get; }

    /// <summary>The namespace names are looked for in first; empty for none.</summary>
    public string Container { get; }

    internal bool RequiresHomogeneousLiterals { get; }

    /// <summary>With one more variable; a name may be qualified.</summary>
    public CelEnvironment WithVariable(string name, CelType type)
    {
        var more = variables.ToDictionary(v => v.Key, v => v.Value, StringComparer.Ordinal);
        more[name] = type;
        return new(more, Libraries, Container, RequiresHomogeneousLiterals);
    }

    /// <summary>With the library of authorization and its variables <c>authorizer</c> and <c>authorizer.requestResource</c>.</summary>
    public CelEnvironment WithAuthorizer() =>
        WithVariable("authorizer", AccessValue.AuthorizerType).WithVariable("authorizer.requestResource", AccessValue.ResourceCheckType).WithLibraries(Libraries | CelLibraries.Authorizer);

    /// <summary>With exactly these libraries.</summary>
    public CelEnvironment WithLibraries(CelLibraries libraries) => new(variables, libraries, Container, RequiresHomogeneousLiterals);

    /// <summary>With another namespace.</summary>
    public CelEnvironment WithContainer(string container) => new(variables, Libraries, container, RequiresHomogeneousLiterals);

    /// <summary>Parses and checks an expression. Never throws for a wrong one: see <see cref="CelCompilation.Issues"/>.</summary>
    public CelCompilation Compile(string expression)
    {
        Expr root;
        try
        {
            root = Parser.Parse(expression, Libraries);
        }
        catch (SyntaxException e)
        {
            return new CelCompilation(expression, null, CelType.Error, [], [CelIssue.At(expression, e.Position, e.Message)]);
        }
        var checker = new Checker(this, expression);
        var type = checker.Check(root);
        return new CelCompilation(expression, root, type, checker.Variables, checker.Issues);
    }

    internal CelType? FindVariable(string name) => variables.TryGetValue(name, out var type) ? type : null;
}
