using Xunit;

namespace Operon.Cel.Tests;

/// <summary>Short ways to evaluate and to compile.</summary>
internal static class Evaluate
{
    public static CelEnvironment Kubernetes => CelEnvironment.Kubernetes;

    public static CelResult Run(string expression, CelEnvironment? environment = null, params (string Name, CelValue Value)[] variables)
    {
        var compilation = (environment ?? Kubernetes).Compile(expression);
        Assert.True(compilation.Program is not null, compilation.IssueText);
        return compilation.Program.Evaluate(variables.ToDictionary(v => v.Name, v => v.Value), CostBudget.Unlimited, TestContext.Current.CancellationToken);
    }

    public static void IsTrue(string expression, CelEnvironment? environment = null, params (string Name, CelValue Value)[] variables)
    {
        var result = Run(expression, environment, variables);
        Assert.True(result.IsTrue, $"{expression} gave {result.Error ?? result.Value!.ToString()}");
    }

    public static void Fails(string expression, string error)
    {
        var result = Run(expression);
        Assert.Contains(error, result.Error ?? $"no error but {result.Value}", StringComparison.Ordinal);
    }

    public static string Issues(string expression, CelEnvironment? environment = null) => (environment ?? Kubernetes).Compile(expression).IssueText;
}
