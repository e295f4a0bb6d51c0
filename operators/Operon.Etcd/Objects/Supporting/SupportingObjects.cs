using System.Security.Cryptography;
using System.Text;
using System.Text.Json.Nodes;
using Operon.Etcd.Api;
using Operon.Etcd.Planning;
using Operon.Kubernetes;

namespace Operon.Etcd.Objects;

/// <summary>Everything around a cluster that follows its spec and its members.</summary>
internal static class SupportingObjects
{
    /// <summary>On each of them: what was applied last, so that a field taken out of the spec is noticed.</summary>
    public const string AppliedAnnotation = "etcd.database.coreos.com/applied-hash";

    public static IReadOnlyList<SupportingObject> Of(ClusterLayout layout, EtcdObserved observed, string operatorNamespace) =>
    [
        .. IssuedCertificates.Build(layout),
        .. observed.HasFormed ? Formed(layout, observed, operatorNamespace) : [],
    ];

    public static JsonObject Render(ClusterLayout layout, ResourceType type, string name, JsonObject spec)
    {
        var owner = layout.Metadata(name).OwnerReferences[0];
        return new JsonObject
        {
            ["apiVersion"] = type.Group.Length == 0 ? type.Version : $"{type.Group}/{type.Version}",
            ["kind"] = type.Kind,
            ["metadata"] = new JsonObject
            {
                ["name"] = name,
                ["namespace"] = layout.Namespace,
                ["labels"] = Json(layout.Labels),
                ["ownerReferences"] = new JsonArray(new JsonObject
                {
                    ["apiVersion"] = owner.ApiVersion,
                    ["kind"] = owner.Kind,
                    ["name"] = owner.Name,
                    ["uid"] = owner.Uid,
                    ["controller"] = true,
                }),
            },
            ["spec"] = spec,
        };
    }

    public static JsonObject Json(Dictionary<string, string> map)
    {
        var json = new JsonObject();
        foreach (var (key, value) in map.OrderBy(entry => entry.Key, StringComparer.Ordinal))
        {
            json[key] = value;
        }

        return json;
    }

    /// <summary>A short name of what is wanted.</summary>
    public static string HashOf(JsonObject wanted) => Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(wanted.ToJsonString())))[..16];

    /// <summary>Whether everything that is wanted is there; what the server or others added does not matter.</summary>
    public static bool Holds(JsonNode? wanted, JsonNode? there) => (wanted, there) switch
    {
        (JsonObject some, JsonObject all) => some.All(entry => Holds(entry.Value, all[entry.Key])),
        (JsonArray some, JsonArray all) => some.Count == all.Count && some.Zip(all).All(pair => Holds(pair.First, pair.Second)),
        _ => JsonNode.DeepEquals(wanted, there),
    };

    private static IEnumerable<SupportingObject> Formed(ClusterLayout layout, EtcdObserved observed, string operatorNamespace)
    {
        yield return DisruptionBudget.Build(layout, observed);
        if (layout.Cluster.Spec.NetworkPolicy is not null)
        {
            yield return MemberNetworkPolicy.Build(layout, operatorNamespace);
        }

        foreach (var service in PublishedServices.Build(layout, observed))
        {
            yield return service;
        }
    }
}
