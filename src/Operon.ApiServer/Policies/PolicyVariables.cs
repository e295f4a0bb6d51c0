using System.Text.Json.Nodes;
using Operon.ApiServer.Resources;
using Operon.Cel;

namespace Operon.ApiServer.Policies;

/// <summary>The <c>variables</c> of a policy: each may use those before it, and is evaluated when first used.</summary>
internal sealed class PolicyVariables
{
    private const string TypeName = "kubernetes.variables";

    private readonly Dictionary<string, CelCompilation> _compiled = new(StringComparer.Ordinal);

    public PolicyVariables(IEnumerable<JsonObject> variables, CelEnvironment environment)
    {
        var fields = new List<CelField>();
        Type = CelType.Object(TypeName, fields);
        foreach (var variable in variables)
        {
            var name = variable.Text("name");
            var compilation = environment.WithVariable("variables", Type).Compile(variable.Text("expression"));
            _compiled[name] = compilation;
            fields.Add(new CelField(name, name, compilation.Program is null ? CelType.Dyn : compilation.ResultType));
            Type = CelType.Object(TypeName, fields);
        }
        Environment = environment.WithVariable("variables", Type);
    }

    public CelType Type { get; }

    /// <summary>The environment with all of them.</summary>
    public CelEnvironment Environment { get; }

    public CelCompilation? Find(string name) => _compiled.GetValueOrDefault(name);

    /// <summary>Adds the object <c>variables</c> to the variables of a write.</summary>
    public void AddTo(Dictionary<string, CelValue> variables, CostBudget budget, CancellationToken cancellationToken) =>
        variables["variables"] = CelValue.Computed(Type, name =>
        {
            if (_compiled.GetValueOrDefault(name)?.Program is not { } program)
            {
                return CelValue.Failure($"composited variable \"{name}\" fails to compile");
            }
            var result = program.Evaluate(variables, budget, cancellationToken);
            return result.Value ?? CelValue.Failure($"composited variable \"{name}\" fails to evaluate: {result.Error}");
        });
}
