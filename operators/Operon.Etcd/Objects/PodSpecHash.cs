using System.Security.Cryptography;
using System.Text;
using System.Text.Json;
using System.Text.Json.Nodes;
using Operon.Etcd.Api;
using Operon.Kubernetes;

namespace Operon.Etcd.Objects;

/// <summary>
/// Stands for the part of a spec that a member pod is made from and that cannot be changed in place. It is made from the spec alone, never from the
/// rendered pod: another version of the operator may render pods in another way, and must not restart anybody for that.
/// </summary>
internal static class PodSpecHash
{
    // What is patched in place, and what only new members take up.
    private static readonly string[] _otherwise = ["labels", "annotations", "persistentVolumeClaimSpec"];

    // Parts of the spec, beside spec.pod, that pods are made from. Absent ones count for nothing, so that a new one restarts nobody.
    private static readonly string[] _parts = ["options"];

    public static string Of(EtcdClusterSpec spec)
    {
        var json = JsonSerializer.SerializeToNode(spec, KubernetesJson.TypeInfo<EtcdClusterSpec>(EtcdJson.Default))!.AsObject();
        var parts = new JsonObject();
        if (json["pod"] is JsonObject pod)
        {
            foreach (var name in _otherwise)
            {
                pod.Remove(name);
            }

            Add(parts, "pod", pod);
        }

        foreach (var name in _parts)
        {
            Add(parts, name, json[name]);
        }

        if (json["maintenance"] is JsonObject maintenance)
        {
            // Defragmentation is no business of pods; checks count only when they are off, the other way is the default.
            maintenance.Remove("defragmentation");
            if (spec.Maintenance?.CorruptionChecks == false)
            {
                maintenance["corruptionChecks"] = "off";
            }
            else
            {
                maintenance.Remove("corruptionChecks");
            }

            Add(parts, "maintenance", maintenance);
        }

        if (json["storage"] is JsonObject storage)
        {
            storage.Remove("deletePolicy");
            Add(parts, "storage", storage);
        }

        var text = new StringBuilder();
        Write(parts, text);
        return Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(text.ToString())))[..16];
    }

    private static void Add(JsonObject parts, string name, JsonNode? value)
    {
        if (value is not null and not JsonObject { Count: 0 })
        {
            parts[name] = value.DeepClone();
        }
    }

    // In one order, whatever order the fields were written in; false and empty mean the same as absent.
    private static void Write(JsonNode? node, StringBuilder text)
    {
        switch (node)
        {
            case JsonObject map:
                text.Append('{');
                foreach (var (key, value) in map.Where(entry => !IsAbsent(entry.Value)).OrderBy(entry => entry.Key, StringComparer.Ordinal))
                {
                    text.Append(JsonValue.Create(key).ToJsonString()).Append(':');
                    Write(value, text);
                    text.Append(',');
                }

                text.Append('}');
                break;
            case JsonArray list:
                text.Append('[');
                foreach (var item in list)
                {
                    Write(item, text);
                    text.Append(',');
                }

                text.Append(']');
                break;
            default:
                text.Append(node?.ToJsonString() ?? "null");
                break;
        }
    }

    private static bool IsAbsent(JsonNode? node) => node switch
    {
        null => true,
        JsonObject map => map.All(entry => IsAbsent(entry.Value)),
        JsonArray list => list.Count == 0,
        JsonValue value => value.GetValueKind() == JsonValueKind.False || (value.GetValueKind() == JsonValueKind.String && value.GetValue<string>().Length == 0),
        _ => false,
    };
}
