using System.Runtime.CompilerServices;
using System.Text.Json;
using System.Text.Json.Serialization.Metadata;

namespace Operon.Runtime;

/// <summary>How a cache decodes: as the kind says, without managedFields.</summary>
internal static class CacheJson
{
    private static readonly ConditionalWeakTable<JsonSerializerOptions, JsonSerializerOptions> _withoutManagedFields = [];

    public static JsonTypeInfo<T> WithoutManagedFields<T>(JsonTypeInfo<T> json) =>
        json.Options.TypeInfoResolver is not null && Derived(json).GetTypeInfo(typeof(T)) is JsonTypeInfo<T> derived ? derived : json;

    private static JsonSerializerOptions Derived<T>(JsonTypeInfo<T> json) => _withoutManagedFields.GetValue(
        json.Options,
        static options => new JsonSerializerOptions(options) { TypeInfoResolver = options.TypeInfoResolver!.WithAddedModifier(ObjectMetaReader.Apply) });
}
