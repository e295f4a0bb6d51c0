using System.Net;
using System.Text.Json.Nodes;
using k8s;
using k8s.Models;
using Operon.Kubernetes;

namespace Operon.Webhooks;

/// <summary>Asks a validator and puts its errors into the Status a built-in kind would answer with.</summary>
internal sealed class ValidatingHandler<T>(ResourceKind<T> kind, IValidator<T> validator) : IAdmissionHandler
    where T : class, IKubernetesObject<V1ObjectMeta>
{
    public async ValueTask<AdmissionResponse> HandleAsync(AdmissionRequest request, CancellationToken cancellationToken)
    {
        var context = new AdmissionContext(request);
        var result = await ValidateAsync(request, context, cancellationToken);
        return new AdmissionResponse
        {
            IsAllowed = result.IsValid,
            Status = result.IsValid ? null : Invalid(request, result.Errors),
            Warnings = [.. context.Warnings, .. result.Warnings],
            AuditAnnotations = context.AuditAnnotations,
        };
    }

    private ValueTask<ValidationResult> ValidateAsync(AdmissionRequest request, AdmissionContext context, CancellationToken cancellationToken) => request.Operation switch
    {
        AdmissionOperation.Create when request.Object is { } created =>
            validator.ValidateCreateAsync(AdmissionObjects.Read(created, kind, request), context, cancellationToken),
        AdmissionOperation.Update when request is { Object: { } updated, OldObject: { } current } =>
            validator.ValidateUpdateAsync(AdmissionObjects.Read(current, kind, request), AdmissionObjects.Read(updated, kind, request), context, cancellationToken),
        AdmissionOperation.Delete when request.OldObject is { } deleted =>
            validator.ValidateDeleteAsync(AdmissionObjects.Read(deleted, kind, request), context, cancellationToken),
        AdmissionOperation.Connect => ValueTask.FromResult(ValidationResult.Valid),
        _ => throw new KubernetesApiException(HttpStatusCode.BadRequest, "BadRequest", $"{request.Target}: the AdmissionReview carries no object for the operation {request.Operation}"),
    };

    // The shape and the words of apimachinery's NewInvalid: kubectl prints "The Kind "name" is invalid: " and the causes.
    private static AdmissionStatus Invalid(AdmissionRequest request, IReadOnlyList<FieldError> errors)
    {
        var qualified = request.Kind.Group.Length == 0 ? request.Kind.Kind : $"{request.Kind.Kind}.{request.Kind.Group}";
        var texts = errors.Select(error => error.ToString()).Distinct().ToArray();
        return new AdmissionStatus
        {
            Code = HttpStatusCode.UnprocessableEntity,
            Reason = "Invalid",
            Message = $"{qualified} \"{request.Name}\" is invalid: {(texts.Length == 1 ? texts[0] : $"[{string.Join(", ", texts)}]")}",
            Details = new JsonObject
            {
                ["name"] = request.Name,
                ["group"] = request.Kind.Group,
                ["kind"] = request.Kind.Kind,
                ["causes"] = new JsonArray([.. errors.Select(error => new JsonObject
                {
                    ["reason"] = error.Reason,
                    ["message"] = error.Body,
                    ["field"] = error.Field,
                })]),
            },
        };
    }
}
