using System.Globalization;

namespace Operon.Etcd.Reconciling;

/// <summary>Times as Kubernetes writes them.</summary>
internal static class Times
{
    private const string Format = "yyyy-MM-dd'T'HH:mm:ss'Z'";

    public static DateTimeOffset? Read(DateTime? time) => time is { } given ? new DateTimeOffset(DateTime.SpecifyKind(given, DateTimeKind.Utc)) : null;

    public static DateTimeOffset? Read(string? text) =>
        DateTimeOffset.TryParse(text, CultureInfo.InvariantCulture, DateTimeStyles.AssumeUniversal, out var time) ? time : null;

    public static string Write(DateTimeOffset time) => time.UtcDateTime.ToString(Format, CultureInfo.InvariantCulture);
}
