using k8s.Models;

namespace Operon.Etcd.Objects;

/// <summary>Kubernetes quantities as numbers.</summary>
internal static class Quantities
{
    /// <summary>Null for text that is none.</summary>
    public static decimal? Read(string? text)
    {
        if (string.IsNullOrEmpty(text))
        {
            return null;
        }

        try
        {
            return new ResourceQuantity(text).ToDecimal();
        }
        catch (Exception e) when (e is FormatException or OverflowException or ArgumentException)
        {
            return null;
        }
    }
}
