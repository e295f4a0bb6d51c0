using System.Globalization;

namespace Operon.Runtime;

/// <summary>Resource versions of one resource type compare as whole numbers (KEP-5504).</summary>
internal static class ResourceVersions
{
    /// <summary>The version as a number; 0 when it is not one.</summary>
    public static ulong ToNumber(string? resourceVersion) =>
        ulong.TryParse(resourceVersion, NumberStyles.None, CultureInfo.InvariantCulture, out var version) ? version : 0;
}
