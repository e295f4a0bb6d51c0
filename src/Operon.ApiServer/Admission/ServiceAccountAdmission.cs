using System.Text.Json.Nodes;
using Operon.ApiServer.Http;
using Operon.ApiServer.Resources;
using Operon.ApiServer.Storage;

namespace Operon.ApiServer.Admission;

/// <summary>Gives every pod a service account and, unless it declines, a projected volume with its token, the CA and the namespace.</summary>
internal sealed class ServiceAccountAdmission(ObjectStore store) : AdmissionPlugin
{
    private const string MountPath = "/var/run/secrets/kubernetes.io/serviceaccount";
    private const string VolumePrefix = "kube-api-access-";
    private const string MirrorAnnotation = "kubernetes.io/config.mirror";

    public override Task MutateAsync(AdmissionRequest request)
    {
        if (request.IsMainCreate(StorageNames.Pods) && request.Object.Object("metadata").Object("annotations")?[MirrorAnnotation] is null)
        {
            Apply(request, request.Object.Ensure("spec"));
        }

        return Task.CompletedTask;
    }

    private void Apply(AdmissionRequest request, JsonObject spec)
    {
        var name = spec.Text("serviceAccountName") is { Length: > 0 } given ? given : "default";
        spec["serviceAccountName"] = name;
        spec["serviceAccount"] = name;
        if (store.Find(StorageNames.ServiceAccounts, request.Namespace, name) is not { } stored)
        {
            throw Refusal.Forbidden(request.Resource, request.Name, $"error looking up service account {request.Namespace}/{name}: serviceaccount \"{name}\" not found");
        }

        var account = stored.Decode();
        if (spec["automountServiceAccountToken"].Boolean() ?? account["automountServiceAccountToken"].Boolean() ?? true)
        {
            Mount(spec);
        }

        if (spec.Array("imagePullSecrets") is not { Count: > 0 } && account.Array("imagePullSecrets") is { Count: > 0 } secrets)
        {
            spec["imagePullSecrets"] = secrets.DeepClone();
        }
    }

    private static void Mount(JsonObject spec)
    {
        // A webhook may have added containers to a pod that has its volume already.
        var present = spec.Objects("volumes").Select(item => item.Text("name")).FirstOrDefault(name => name.StartsWith(VolumePrefix, StringComparison.Ordinal));
        var volume = present ?? VolumePrefix + NameGenerator.Suffix();
        var used = false;
        foreach (var container in spec.Objects("initContainers").Concat(spec.Objects("containers")))
        {
            if (container.Objects("volumeMounts").Any(mount => mount.Text("mountPath") == MountPath))
            {
                continue;
            }

            if (container.Array("volumeMounts") is not { } mounts)
            {
                container["volumeMounts"] = mounts = [];
            }

            mounts.Add((JsonNode)new JsonObject { ["name"] = volume, ["readOnly"] = true, ["mountPath"] = MountPath });
            used = true;
        }

        if (used && present is null)
        {
            if (spec.Array("volumes") is not { } volumes)
            {
                spec["volumes"] = volumes = [];
            }

            volumes.Add((JsonNode)TokenVolume(volume));
        }
    }

    private static JsonObject TokenVolume(string name) => new()
    {
        ["name"] = name,
        ["projected"] = new JsonObject
        {
            ["sources"] = new JsonArray(
                new JsonObject { ["serviceAccountToken"] = new JsonObject { ["expirationSeconds"] = 3607, ["path"] = "token" } },
                new JsonObject
                {
                    ["configMap"] = new JsonObject
                    {
                        ["name"] = "kube-root-ca.crt",
                        ["items"] = new JsonArray(new JsonObject { ["key"] = "ca.crt", ["path"] = "ca.crt" }),
                    },
                },
                new JsonObject
                {
                    ["downwardAPI"] = new JsonObject
                    {
                        ["items"] = new JsonArray(new JsonObject
                        {
                            ["path"] = "namespace",
                            ["fieldRef"] = new JsonObject { ["apiVersion"] = "v1", ["fieldPath"] = "metadata.namespace" },
                        }),
                    },
                }),
            ["defaultMode"] = 420,
        },
    };
}
