using System.Text.Json.Nodes;
using Operon.ApiServer.Resources;
using Operon.Cel;

namespace Operon.ApiServer.Policies;

/// <summary>One of a policy's <c>validations</c>, compiled.</summary>
internal sealed class PolicyValidation(JsonObject validation, CelEnvironment environment, CelEnvironment messages)
{
    public string Expression { get; } = validation.Text("expression");

    public CelCompilation Compiled { get; } = environment.Compile(validation.Text("expression"));

    public string Message { get; } = validation.Text("message");

    public CelCompilation? MessageExpression { get; } =
        validation.Text("messageExpression") is { Length: > 0 } expression ? messages.Compile(expression) : null;

    /// <summary>Of the refusal; Invalid when the policy does not say.</summary>
    public string Reason { get; } = validation.Text("reason") is { Length: > 0 } reason ? reason : "Invalid";
}
