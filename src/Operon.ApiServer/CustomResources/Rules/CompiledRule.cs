using Operon.Cel;

namespace Operon.ApiServer.CustomResources.Rules;

/// <summary>A rule ready to evaluate, or what keeps it from being so.</summary>
internal sealed class CompiledRule
{
    public CompiledRule(ValidationRule rule, CelType self)
    {
        Rule = rule;
        var environment = CelEnvironment.Kubernetes.WithVariable("self", self).WithVariable("oldSelf", rule.OptionalOldSelf == true ? CelType.Optional(self) : self);
        var compilation = environment.Compile(rule.Rule);
        if (compilation.Program is null)
        {
            Error = "compilation failed: " + compilation.IssueText;
            return;
        }
        if (!compilation.ResultType.Equals(CelType.Bool))
        {
            Error = "cel expression must evaluate to a bool";
            return;
        }
        Program = compilation.Program;
        UsesOldSelf = compilation.References("oldSelf");
        MaxCost = compilation.EstimateCost(environment).Max;
        if (rule.MessageExpression.Length > 0)
        {
            CompileMessage(environment);
        }
    }

    public ValidationRule Rule { get; }

    /// <summary>Null when the rule does not compile.</summary>
    public CelProgram? Program { get; }

    /// <summary>Why the rule does not compile.</summary>
    public string? Error { get; }

    public bool UsesOldSelf { get; }

    /// <summary>The most one evaluation can cost by estimate.</summary>
    public ulong MaxCost { get; }

    public CelProgram? Message { get; private set; }

    public string? MessageError { get; private set; }

    public ulong MessageMaxCost { get; private set; }

    private void CompileMessage(CelEnvironment environment)
    {
        var compilation = environment.Compile(Rule.MessageExpression);
        if (compilation.Program is null)
        {
            MessageError = "messageExpression compilation failed: " + compilation.IssueText;
        }
        else if (!compilation.ResultType.Equals(CelType.String))
        {
            MessageError = "messageExpression must evaluate to a string";
        }
        else
        {
            Message = compilation.Program;
            MessageMaxCost = compilation.EstimateCost(environment).Max;
        }
    }
}
