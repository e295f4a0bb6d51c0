using System.Buffers;
using System.Security.Cryptography;
using System.Text;
using System.Text.Json;

namespace Operon.ApiServer.Discovery;

/// <summary>Writes the discovery kinds.</summary>
internal static class DiscoveryWriter
{
    public static byte[] ApiVersions(string serverAddress) => Write(json =>
    {
        json.WriteStartObject();
        json.WriteString("kind", "APIVersions");
        json.WriteStartArray("versions");
        json.WriteStringValue("v1");
        json.WriteEndArray();
        json.WriteStartArray("serverAddressByClientCIDRs");
        json.WriteStartObject();
        json.WriteString("clientCIDR", "0.0.0.0/0");
        json.WriteString("serverAddress", serverAddress);
        json.WriteEndObject();
        json.WriteEndArray();
        json.WriteEndObject();
    });

    public static byte[] GroupList(IEnumerable<DiscoveryGroup> groups) => Write(json =>
    {
        json.WriteStartObject();
        json.WriteString("kind", "APIGroupList");
        json.WriteString("apiVersion", "v1");
        json.WriteStartArray("groups");
        foreach (var group in groups)
        {
            json.WriteStartObject();
            WriteGroup(json, group);
            json.WriteEndObject();
        }
        json.WriteEndArray();
        json.WriteEndObject();
    });

    public static byte[] Group(DiscoveryGroup group) => Write(json =>
    {
        json.WriteStartObject();
        json.WriteString("kind", "APIGroup");
        json.WriteString("apiVersion", "v1");
        WriteGroup(json, group);
        json.WriteEndObject();
    });

    public static byte[] ResourceList(string group, DiscoveryVersion version) => Write(json =>
    {
        json.WriteStartObject();
        json.WriteString("kind", "APIResourceList");
        json.WriteString("apiVersion", "v1");
        json.WriteString("groupVersion", group.Length == 0 ? version.Name : $"{group}/{version.Name}");
        json.WriteStartArray("resources");
        foreach (var resource in version.Resources)
        {
            WriteResource(json, resource);
            foreach (var subresource in resource.Subresources)
            {
                WriteSubresource(json, resource, subresource);
            }
        }
        json.WriteEndArray();
        json.WriteEndObject();
    });

    public static byte[] Aggregated(IEnumerable<DiscoveryGroup> groups) => Write(json =>
    {
        json.WriteStartObject();
        json.WriteString("kind", "APIGroupDiscoveryList");
        json.WriteString("apiVersion", "apidiscovery.k8s.io/v2");
        json.WriteStartObject("metadata");
        json.WriteEndObject();
        json.WriteStartArray("items");
        foreach (var group in groups)
        {
            json.WriteStartObject();
            json.WriteStartObject("metadata");
            if (group.Name.Length > 0)
            {
                json.WriteString("name", group.Name);
            }
            json.WriteNull("creationTimestamp");
            json.WriteEndObject();
            json.WriteStartArray("versions");
            foreach (var version in group.Versions)
            {
                WriteAggregatedVersion(json, version);
            }
            json.WriteEndArray();
            json.WriteEndObject();
        }
        json.WriteEndArray();
        json.WriteEndObject();
    });

    private static void WriteGroup(Utf8JsonWriter json, DiscoveryGroup group)
    {
        json.WriteString("name", group.Name);
        json.WriteStartArray("versions");
        foreach (var version in group.Versions)
        {
            WriteGroupVersion(json, group.Name, version.Name);
        }
        json.WriteEndArray();
        json.WritePropertyName("preferredVersion");
        WriteGroupVersion(json, group.Name, group.Versions[0].Name);
    }

    private static void WriteGroupVersion(Utf8JsonWriter json, string group, string version)
    {
        json.WriteStartObject();
        json.WriteString("groupVersion", $"{group}/{version}");
        json.WriteString("version", version);
        json.WriteEndObject();
    }

    private static void WriteResource(Utf8JsonWriter json, ResourceDefinition resource)
    {
        json.WriteStartObject();
        json.WriteString("name", resource.Plural);
        json.WriteString("singularName", resource.Singular);
        json.WriteBoolean("namespaced", resource.Namespaced);
        json.WriteString("kind", resource.Kind);
        WriteStrings(json, "verbs", resource.Verbs, always: true);
        WriteStrings(json, "shortNames", resource.ShortNames, always: false);
        WriteStrings(json, "categories", resource.Categories, always: false);
        if (resource.Verbs.Contains("watch"))
        {
            var hash = SHA256.HashData(Encoding.UTF8.GetBytes($"{resource.Group}/{resource.Version}/{resource.Kind}"));
            json.WriteString("storageVersionHash", Convert.ToBase64String(hash.AsSpan(0, 8)));
        }
        json.WriteEndObject();
    }

    private static void WriteSubresource(Utf8JsonWriter json, ResourceDefinition resource, SubresourceDefinition subresource)
    {
        json.WriteStartObject();
        json.WriteString("name", $"{resource.Plural}/{subresource.Name}");
        json.WriteString("singularName", "");
        json.WriteBoolean("namespaced", resource.Namespaced);
        if (subresource.Group != resource.Group || subresource.Version != resource.Version)
        {
            json.WriteString("group", subresource.Group);
            json.WriteString("version", subresource.Version);
        }
        json.WriteString("kind", subresource.Kind);
        WriteStrings(json, "verbs", subresource.Verbs, always: true);
        json.WriteEndObject();
    }

    private static void WriteAggregatedVersion(Utf8JsonWriter json, DiscoveryVersion version)
    {
        json.WriteStartObject();
        json.WriteString("version", version.Name);
        json.WriteStartArray("resources");
        foreach (var resource in version.Resources)
        {
            json.WriteStartObject();
            json.WriteString("resource", resource.Plural);
            WriteResponseKind(json, resource.Group, resource.Version, resource.Kind);
            json.WriteString("scope", resource.Namespaced ? "Namespaced" : "Cluster");
            json.WriteString("singularResource", resource.Singular);
            WriteStrings(json, "verbs", resource.Verbs, always: true);
            WriteStrings(json, "shortNames", resource.ShortNames, always: false);
            WriteStrings(json, "categories", resource.Categories, always: false);
            if (resource.Subresources.Count > 0)
            {
                json.WriteStartArray("subresources");
                foreach (var subresource in resource.Subresources)
                {
                    json.WriteStartObject();
                    json.WriteString("subresource", subresource.Name);
                    WriteResponseKind(json, subresource.Group, subresource.Version, subresource.Kind);
                    WriteStrings(json, "verbs", subresource.Verbs, always: true);
                    json.WriteEndObject();
                }
                json.WriteEndArray();
            }
            json.WriteEndObject();
        }
        json.WriteEndArray();
        json.WriteString("freshness", "Current");
        json.WriteEndObject();
    }

    private static void WriteResponseKind(Utf8JsonWriter json, string group, string version, string kind)
    {
        json.WriteStartObject("responseKind");
        json.WriteString("group", group);
        json.WriteString("version", version);
        json.WriteString("kind", kind);
        json.WriteEndObject();
    }

    private static void WriteStrings(Utf8JsonWriter json, string name, IReadOnlyList<string> values, bool always)
    {
        if (values.Count == 0 && !always)
        {
            return;
        }
        json.WriteStartArray(name);
        foreach (var value in values)
        {
            json.WriteStringValue(value);
        }
        json.WriteEndArray();
    }

    private static byte[] Write(Action<Utf8JsonWriter> body)
    {
        var buffer = new ArrayBufferWriter<byte>(4096);
        using (var json = new Utf8JsonWriter(buffer))
        {
            body(json);
        }
        return buffer.WrittenSpan.ToArray();
    }
}
