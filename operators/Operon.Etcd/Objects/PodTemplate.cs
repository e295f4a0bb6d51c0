using System.Text.Json;
using System.Text.Json.Nodes;
using k8s.Models;
using Operon.Kubernetes;

namespace Operon.Etcd.Objects;

/// <summary>
/// <c>spec.pod.template.spec</c>: any field of a pod, laid over the pod the operator renders. Objects are merged; of lists whose items have a key those with the same
/// key are merged and others added; other lists and values replace what is there.
/// </summary>
internal static class PodTemplate
{
    private const string Field = "spec.pod.template.spec";

    // What makes a pod the member it is.
    private static readonly string[] _reserved = ["hostname", "subdomain", "restartPolicy", "hostNetwork", "nodeName", "setHostnameAsFQDN"];
    private static readonly string[] _reservedOfEtcd = ["image", "command", "args", "ports", "workingDir"];

    private static readonly Dictionary<string, string> _keys = new()
    {
        ["containers"] = "name",
        ["initContainers"] = "name",
        ["volumes"] = "name",
        ["imagePullSecrets"] = "name",
        ["env"] = "name",
        ["volumeMounts"] = "mountPath",
        ["hostAliases"] = "ip",
        ["topologySpreadConstraints"] = "topologyKey",
    };

    /// <summary>The pod spec with the template laid over it. Throws <see cref="InvalidSpecException"/> when that makes no pod.</summary>
    public static V1PodSpec Over(V1PodSpec rendered, JsonObject? template)
    {
        if (template is null)
        {
            return rendered;
        }

        var type = ResourceKinds.Pod.JsonOf<V1PodSpec>();
        var merged = JsonSerializer.SerializeToNode(rendered, type)!.AsObject();
        Merge(merged, template);
        try
        {
            var pod = merged.Deserialize(type) ?? throw new InvalidSpecException($"{Field}: must be an object");
            var known = JsonSerializer.SerializeToNode(pod, type)!.AsObject();
            return template.FirstOrDefault(entry => entry.Value is not null && !known.ContainsKey(entry.Key)).Key is { } unknown
                ? throw new InvalidSpecException($"{Field}.{unknown}: is no field of a pod")
                : pod;
        }
        catch (Exception e) when (e is JsonException or FormatException)
        {
            throw new InvalidSpecException($"{Field}: {e.Message}");
        }
    }

    /// <summary>Fields of a template that the operator decides.</summary>
    public static IEnumerable<string> Problems(JsonObject? template)
    {
        foreach (var field in _reserved.Where(field => template?.ContainsKey(field) == true))
        {
            yield return $"{Field}.{field}: is decided by the operator; remove it";
        }

        foreach (var field in _reservedOfEtcd.Where(field => Named(template, "containers", MemberPod.ContainerName)?.ContainsKey(field) == true))
        {
            yield return $"{Field}.containers[{MemberPod.ContainerName}].{field}: is decided by the operator; remove it{(field == "args" ? ", and use spec.options" : "")}";
        }

        if (Named(template, "volumes", MemberPod.DataVolume) is not null)
        {
            yield return $"{Field}.volumes[{MemberPod.DataVolume}]: is decided by the operator; use spec.storage or spec.pod.persistentVolumeClaimSpec";
        }
    }

    private static JsonObject? Named(JsonObject? template, string list, string name) =>
        (template?[list] as JsonArray)?.OfType<JsonObject>().FirstOrDefault(item => Text(item["name"]) == name);

    private static void Merge(JsonObject target, JsonObject extra)
    {
        foreach (var (name, value) in extra.Where(entry => entry.Value is not null))
        {
            if (target[name] is JsonObject inner && value is JsonObject more)
            {
                Merge(inner, more);
            }
            else if (target[name] is JsonArray items && value is JsonArray others && _keys.TryGetValue(name, out var key))
            {
                Merge(items, others, key);
            }
            else
            {
                target[name] = value!.DeepClone();
            }
        }
    }

    private static void Merge(JsonArray items, JsonArray others, string key)
    {
        foreach (var other in others.OfType<JsonObject>())
        {
            if (items.OfType<JsonObject>().FirstOrDefault(item => Text(item[key]) is { } text && text == Text(other[key])) is { } same)
            {
                Merge(same, other);
            }
            else
            {
                items.Add(other.DeepClone());
            }
        }
    }

    private static string? Text(JsonNode? node) => node is JsonValue value && value.TryGetValue<string>(out var text) ? text : null;
}
