using System.Text.Json;
using System.Text.Json.Serialization;
using k8s.Models;
using Operon.Etcd.Planning;

namespace Operon.Etcd.Objects;

/// <summary>
/// The annotation that says what a pod was made from. Its keys are the labels and annotations that came from the spec, so that those taken out of it
/// can be taken off the pod.
/// </summary>
internal sealed record AppliedAnnotation
{
    public const string Name = "etcd.database.coreos.com/applied";

    [JsonPropertyName("config")]
    public string Config { get; set; } = "";

    [JsonPropertyName("repository")]
    public string Repository { get; set; } = "";

    /// <summary>Version its command line and probes were made for.</summary>
    [JsonPropertyName("made")]
    public string Made { get; set; } = "";

    /// <summary>Version of its image. The annotation <c>etcd.version</c> is ahead of it while the pod waits to be made anew.</summary>
    [JsonPropertyName("image")]
    public string Image { get; set; } = "";

    [JsonPropertyName("labels")]
    public IReadOnlyList<string> Labels { get; set; } = [];

    [JsonPropertyName("annotations")]
    public IReadOnlyList<string> Annotations { get; set; } = [];

    /// <summary>What a pod made now is made from.</summary>
    public static AppliedAnnotation Of(ClusterLayout layout, EtcdVersion version) => new()
    {
        Config = PodSpecHash.Of(layout.Cluster.Spec),
        Repository = layout.Repository,
        Made = version.ToString(),
        Image = version.ToString(),
        Labels = Keys(layout.Cluster.Spec.Pod?.Labels),
        Annotations = Keys(layout.Cluster.Spec.Pod?.Annotations),
    };

    /// <summary>Null when the pod does not say, or says something else than this operator writes.</summary>
    public static AppliedAnnotation? Read(V1ObjectMeta pod)
    {
        if (pod.Annotations?.TryGetValue(Name, out var text) != true)
        {
            return null;
        }

        try
        {
            return JsonSerializer.Deserialize(text!, AppliedJson.Default.AppliedAnnotation);
        }
        catch (JsonException)
        {
            // Somebody edited it. Not knowing is a state of its own: the pod is taken as it is.
            return null;
        }
    }

    public AppliedSpec Facts(ClusterLayout layout, V1ObjectMeta pod)
    {
        var policy = layout.Cluster.Spec.Pod;
        return new AppliedSpec(Config, Repository)
        {
            HasMetadata = IsCurrent(policy?.Labels, pod.Labels, Labels) && IsCurrent(policy?.Annotations, pod.Annotations, Annotations),
            Image = EtcdVersion.TryParse(Image, out var image) ? image : null,
        };
    }

    public static List<string> Keys(Dictionary<string, string>? map) => [.. (map?.Keys ?? Enumerable.Empty<string>()).Order(StringComparer.Ordinal)];

    public override string ToString() => JsonSerializer.Serialize(this, AppliedJson.Default.AppliedAnnotation);

    private static bool IsCurrent(Dictionary<string, string>? wanted, IDictionary<string, string>? actual, IReadOnlyList<string> applied) =>
        (wanted ?? []).All(entry => actual?.TryGetValue(entry.Key, out var value) == true && value == entry.Value)
        && Keys(wanted).SequenceEqual(applied);
}
