using System.Text.Json.Nodes;
using Operon.ApiServer.Resources;

namespace Operon.ApiServer.Policies;

/// <summary>A stored ValidatingAdmissionPolicyBinding, read once.</summary>
internal sealed class PolicyBinding
{
    public PolicyBinding(JsonObject binding)
    {
        Name = binding.Name();
        var spec = binding.Object("spec");
        PolicyName = spec.Text("policyName");
        Match = new MatchResources(spec.Object("matchResources"));
        ParamRef = spec.Object("paramRef");
        Denies = spec.Texts("validationActions").Contains("Deny");
        Warns = spec.Texts("validationActions").Contains("Warn");
    }

    public string Name { get; }

    public string PolicyName { get; }

    public MatchResources Match { get; }

    public JsonObject? ParamRef { get; }

    public bool Denies { get; }

    public bool Warns { get; }
}
