using System.Globalization;
using System.Text.Json.Nodes;
using k8s.Models;
using Operon.Kubernetes;

namespace Operon.Cli.Etcd;

/// <summary>The Events about one object, oldest first.</summary>
internal sealed class ClusterNews(IKubernetesClient client)
{
    /// <summary>The newest Events, at most <paramref name="count"/>.</summary>
    public async Task<IReadOnlyList<Corev1Event>> ReadAsync(UntypedObject about, int count, CancellationToken cancellationToken)
    {
        var list = await client.Resource(ResourceKinds.Event).ListAsync(
            about.Metadata.NamespaceProperty,
            new ListOptions { FieldSelector = $"involvedObject.kind={about.Kind},involvedObject.name={about.Metadata.Name}" },
            cancellationToken);
        return [.. list.Items.Where(one => one.InvolvedObject.Uid is null || one.InvolvedObject.Uid == about.Metadata.Uid).OrderBy(Time).TakeLast(count)];
    }

    public static string ToLine(Corev1Event one) =>
        string.Create(CultureInfo.InvariantCulture, $"{Time(one):HH:mm:ss}  {one.Type,-7}  {one.Reason}: {one.Message}{(Count(one) > 1 ? $" (x{Count(one)})" : "")}");

    public static JsonArray ToJson(IEnumerable<Corev1Event> events) => new([.. events.Select(one => (JsonNode)new JsonObject
    {
        ["time"] = Time(one).ToString("yyyy-MM-dd'T'HH:mm:ss'Z'", CultureInfo.InvariantCulture),
        ["type"] = one.Type,
        ["reason"] = one.Reason,
        ["message"] = one.Message,
        ["count"] = Count(one),
    })]);

    // Events of the newer API leave the older fields empty.
    private static DateTime Time(Corev1Event one) => one.Series?.LastObservedTime ?? one.LastTimestamp ?? one.EventTime ?? one.Metadata.CreationTimestamp ?? DateTime.MinValue;

    private static int Count(Corev1Event one) => one.Series?.Count ?? one.Count ?? 1;
}
