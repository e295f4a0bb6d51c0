using System.Globalization;

namespace Operon.LocalCluster.Sandboxing;

/// <summary>Reads parent-child relations from /proc.</summary>
internal static class ProcessTree
{
    /// <summary>Children of <paramref name="processId"/>, oldest first; empty when it is gone.</summary>
    public static IReadOnlyList<int> Children(int processId)
    {
        try
        {
            var text = File.ReadAllText($"/proc/{processId}/task/{processId}/children");
            return [.. text.Split(' ', StringSplitOptions.RemoveEmptyEntries).Select(id => int.Parse(id, CultureInfo.InvariantCulture))];
        }
        catch (IOException)
        {
            return [];
        }
    }
}
