using Xunit;

namespace Operon.ApiServer.Tests;

/// <summary>Upstream facts for conformance tests; they are no part of the product, so tests skip where they are missing.</summary>
internal static class ConformanceData
{
    /// <summary>A folder below <c>shared/data/kubernetes-1.36</c>; skips the test when there is none.</summary>
    public static string Folder(string name)
    {
        for (var folder = new DirectoryInfo(AppContext.BaseDirectory); folder is not null; folder = folder.Parent)
        {
            var candidate = Path.Combine(folder.FullName, "shared", "data", "kubernetes-1.36", name);
            if (Path.Exists(candidate))
            {
                return candidate;
            }
        }
        Assert.Skip("skipped: no conformance data");
        return "";
    }
}
