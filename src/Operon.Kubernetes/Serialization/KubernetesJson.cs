using System.Runtime.CompilerServices;
using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.Json.Serialization;
using System.Text.Json.Serialization.Metadata;
using k8s;

namespace Operon.Kubernetes;

/// <summary>
/// How objects are written on the wire: camel case, nulls omitted, RFC 3339 times in whole seconds, MicroTime fields with six digits,
/// quantities and int-or-string values as they were read, <c>TimeSpan</c> as <c>1h30m0s</c>, IP addresses and networks as text. Nothing
/// here uses reflection.
/// </summary>
/// <remarks>
/// A lean record declares its own source-generated context and binds it once:
/// <code>
/// [JsonSerializable(typeof(LeanPod))]
/// internal sealed partial class LeanContext : JsonSerializerContext;
///
/// static readonly ResourceKind&lt;LeanPod&gt; Pods = new(ResourceKinds.Pod.Type, KubernetesJson.TypeInfo&lt;LeanPod&gt;(LeanContext.Default));
/// </code>
/// </remarks>
public static class KubernetesJson
{
    private static readonly ConditionalWeakTable<IJsonTypeInfoResolver, JsonSerializerOptions> _extended = [];

    /// <summary>
    /// Options that know all official models, <see cref="PartialObjectMetadata"/> and <see cref="UntypedObject"/>. Read-only: copy to change. Whoever
    /// uses them has all models in a native program, some 6 MiB.
    /// </summary>
    public static JsonSerializerOptions Options => AllModels.Options;

    /// <summary>
    /// Options for JSON nodes and what every object has (<see cref="PartialObjectMetadata"/>, <see cref="UntypedObject"/>, ObjectMeta), without
    /// models. Read-only: copy to change.
    /// </summary>
    public static JsonSerializerOptions NodeOptions => ClientJson.Options;

    /// <summary>Serialization of an official model or of one of this library's representations. It brings all models with it, as <see cref="Options"/> does.</summary>
    public static JsonTypeInfo<T> TypeInfo<T>() => (JsonTypeInfo<T>)Options.GetTypeInfo(typeof(T));

    /// <summary>Serialization of a type that <paramref name="context"/>, a source-generated context, declares, and of the models it is made of.</summary>
    public static JsonTypeInfo<T> TypeInfo<T>(IJsonTypeInfoResolver context) => (JsonTypeInfo<T>)With(context).GetTypeInfo(typeof(T));

    internal static JsonSerializerOptions With(IJsonTypeInfoResolver context) => _extended.GetValue(context, Create);

    private static JsonSerializerOptions Create(IJsonTypeInfoResolver context)
    {
        var options = new JsonSerializerOptions
        {
            TypeInfoResolver = JsonTypeInfoResolver.Combine(context, ClientJsonContext.Default).WithAddedModifier(MicroTime.Apply),
            PropertyNamingPolicy = JsonNamingPolicy.CamelCase,
            DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull,
            Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping,
            Converters = { new TimeConverter(), new IntOrStringConverter(), new DurationConverter(), new IPAddressConverter(), new IPNetworkConverter(), new TextSetConverter() },
        };
        options.MakeReadOnly();
        return options;
    }

    // A type of its own, so that only who asks for all models has them.
    private static class AllModels
    {
        public static JsonSerializerOptions Options { get; } = With(SourceGenerationContext.Default);
    }
}
