using System.Text.Json.Nodes;
using Operon.ApiServer.Expressions;
using Operon.ApiServer.Resources;
using Operon.Cel;

namespace Operon.ApiServer.Policies;

/// <summary>A stored ValidatingAdmissionPolicy, read and compiled once.</summary>
internal sealed class ValidatingPolicy
{
    public ValidatingPolicy(JsonObject policy)
    {
        Name = policy.Name();
        var spec = policy.Object("spec");
        Match = new MatchResources(spec.Object("matchConstraints"));
        ParamKind = spec.Object("paramKind");
        IgnoresFailure = spec.Text("failurePolicy") == "Ignore";
        var variables = new PolicyVariables(spec.Objects("variables"), PolicyEnvironment.Of(AdmissionEnvironment.ForConditions, ParamKind is not null));
        Variables = variables;
        var environment = variables.Environment;
        var messages = PolicyEnvironment.Of(AdmissionEnvironment.ForMessages, ParamKind is not null).WithVariable("variables", variables.Type);
        Conditions = new MatchConditions(spec.Objects("matchConditions"), PolicyEnvironment.Of(AdmissionEnvironment.ForConditions, ParamKind is not null));
        Validations = [.. spec.Objects("validations").Select(validation => new PolicyValidation(validation, environment, messages))];
    }

    public string Name { get; }

    public MatchResources Match { get; }

    /// <summary>apiVersion and kind of the parameters; null when there are none.</summary>
    public JsonObject? ParamKind { get; }

    public bool IgnoresFailure { get; }

    public PolicyVariables Variables { get; }

    public MatchConditions Conditions { get; }

    public IReadOnlyList<PolicyValidation> Validations { get; }
}
