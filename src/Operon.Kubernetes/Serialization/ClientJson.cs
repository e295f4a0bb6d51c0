using System.Text.Json;
using System.Text.Json.Serialization.Metadata;

namespace Operon.Kubernetes;

/// <summary>What the client and the caches read and write themselves, whatever the models of the program.</summary>
internal static class ClientJson
{
    public static JsonSerializerOptions Options { get; } = KubernetesJson.With(ClientJsonContext.Default);

    public static JsonTypeInfo<T> TypeInfo<T>() => (JsonTypeInfo<T>)Options.GetTypeInfo(typeof(T));
}
