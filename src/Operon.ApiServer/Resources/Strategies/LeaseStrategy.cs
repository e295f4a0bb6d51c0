using System.Text.Json.Nodes;
using Operon.ApiServer.Errors;

namespace Operon.ApiServer.Resources.Strategies;

/// <summary>coordination.k8s.io/v1 Lease.</summary>
internal sealed class LeaseStrategy : ResourceStrategy
{
    public override bool AllowsCreateOnUpdate => true;

    public override bool AllowsUnconditionalUpdate => false;

    protected override void Check(JsonObject resource, List<FieldError> errors)
    {
        var spec = resource.Map("spec");
        if (spec.Number("leaseDurationSeconds") is <= 0)
        {
            errors.Invalid("spec.leaseDurationSeconds", spec!["leaseDurationSeconds"], "must be greater than 0");
        }
        errors.NotNegative(spec, "spec", "leaseTransitions");
    }
}
