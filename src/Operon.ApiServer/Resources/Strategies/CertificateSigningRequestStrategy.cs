using System.Text.Json.Nodes;
using Operon.ApiServer.Errors;

namespace Operon.ApiServer.Resources.Strategies;

/// <summary>certificates.k8s.io/v1 CertificateSigningRequest.</summary>
internal sealed class CertificateSigningRequestStrategy : ResourceStrategy
{
    public override bool HasStatus => true;

    protected override IEnumerable<string> ExtraFields => ["spec.signerName"];

    protected override JsonObject InitialStatus(JsonObject resource) => [];

    protected override void Check(JsonObject resource, List<FieldError> errors)
    {
        if (string.IsNullOrEmpty(resource.Map("spec").Text("signerName")))
        {
            errors.Required("spec.signerName");
        }
        if (!resource.Map("spec").Texts("usages").Any())
        {
            errors.Required("spec.usages", "usages must contain at least one value");
        }
    }
}
