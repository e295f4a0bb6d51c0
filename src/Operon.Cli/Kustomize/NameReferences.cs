using System.Text.Json.Nodes;

namespace Operon.Cli.Kustomize;

/// <summary>Where objects of an operator's configuration name other objects of it.</summary>
internal static class NameReferences
{
    public static IEnumerable<NameReference> Of(RenderedObject one) => one.Kind switch
    {
        "RoleBinding" or "ClusterRoleBinding" => OfBinding(one.Json),
        "MutatingWebhookConfiguration" or "ValidatingWebhookConfiguration" => Items(one.Json["webhooks"]).SelectMany(webhook => Service(webhook["clientConfig"])),
        "CustomResourceDefinition" => Service(one.Json["spec"]?["conversion"]?["webhook"]?["clientConfig"]),
        "APIService" => Service(one.Json["spec"]),
        "ServiceAccount" => Items(one.Json["imagePullSecrets"]).SelectMany(secret => At(secret, "name", "Secret")),
        "Ingress" => OfIngress(one.Json),
        "HorizontalPodAutoscaler" => one.Json["spec"]?["scaleTargetRef"] is JsonObject target ? At(target, "name", target["kind"]?.ToString() ?? "") : [],
        _ => OfPods(one.Json),
    };

    private static IEnumerable<NameReference> OfBinding(JsonObject binding) =>
    [
        .. binding["roleRef"] is JsonObject role ? At(role, "name", role["kind"]?.ToString() ?? "") : [],
        .. Items(binding["subjects"]).Where(subject => subject["kind"]?.ToString() == "ServiceAccount").Select(subject => new NameReference(subject, "name", "ServiceAccount", HasNamespace: true)),
    ];

    private static IEnumerable<NameReference> OfIngress(JsonObject ingress) =>
    [
        .. Items(ingress["spec"]?["tls"]).SelectMany(tls => At(tls, "secretName", "Secret")),
        .. At(ingress["spec"]?["defaultBackend"]?["service"], "name", "Service"),
        .. Items(ingress["spec"]?["rules"]).SelectMany(rule => Items(rule["http"]?["paths"])).SelectMany(path => At(path["backend"]?["service"], "name", "Service")),
    ];

    private static IEnumerable<NameReference> OfPods(JsonObject json)
    {
        var spec = PodSpec.Of(json);
        if (json["kind"]?.ToString() == "StatefulSet")
        {
            foreach (var reference in At(json["spec"], "serviceName", "Service"))
            {
                yield return reference;
            }
        }

        foreach (var reference in (NameReference[])[.. At(spec, "serviceAccountName", "ServiceAccount"), .. At(spec, "serviceAccount", "ServiceAccount"), .. Items(spec?["imagePullSecrets"]).SelectMany(secret => At(secret, "name", "Secret"))])
        {
            yield return reference;
        }

        foreach (var source in Items(spec?["volumes"]).SelectMany(volume => (JsonObject[])[volume, .. Items(volume["projected"]?["sources"])]))
        {
            foreach (var reference in (NameReference[])
            [
                .. At(source["configMap"], "name", "ConfigMap"),
                .. At(source["secret"], source["secret"]?["secretName"] is null ? "name" : "secretName", "Secret"),
                .. At(source["persistentVolumeClaim"], "claimName", "PersistentVolumeClaim"),
            ])
            {
                yield return reference;
            }
        }

        foreach (var container in PodSpec.Containers(spec))
        {
            foreach (var source in Items(container["env"]).Select(variable => variable["valueFrom"]).Concat(Items(container["envFrom"])))
            {
                foreach (var reference in (NameReference[])
                [
                    .. At(source?["configMapKeyRef"], "name", "ConfigMap"),
                    .. At(source?["secretKeyRef"], "name", "Secret"),
                    .. At(source?["configMapRef"], "name", "ConfigMap"),
                    .. At(source?["secretRef"], "name", "Secret"),
                ])
                {
                    yield return reference;
                }
            }
        }
    }

    private static IEnumerable<NameReference> Service(JsonNode? clientConfig) =>
        clientConfig?["service"] is JsonObject service ? [new NameReference(service, "name", "Service", HasNamespace: true)] : [];

    private static IEnumerable<NameReference> At(JsonNode? holder, string field, string kind) =>
        holder is JsonObject json && json[field] is not null ? [new NameReference(json, field, kind)] : [];

    private static IEnumerable<JsonObject> Items(JsonNode? list) => (list as JsonArray ?? []).OfType<JsonObject>();
}
