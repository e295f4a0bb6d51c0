using System.Text;
using Operon.ApiServer.Schemas;

namespace Operon.ApiServer.Discovery;

/// <summary>The built-in resources this server serves (GA versions), in the real server's group order.</summary>
internal static class BuiltInResources
{
    private static readonly Lazy<IReadOnlyList<ResourceDefinition>> Loaded = new(Load);

    public static IReadOnlyList<ResourceDefinition> All => Loaded.Value;

    private static ResourceDefinition[] Load() =>
        [.. Encoding.UTF8.GetString(EmbeddedTable.Read("built-in-resources.tsv")).Split('\n', StringSplitOptions.RemoveEmptyEntries).Select(Parse)];

    private static ResourceDefinition Parse(string line)
    {
        var columns = line.Split('\t');
        return new ResourceDefinition(
            Group: columns[0],
            Version: columns[1],
            Plural: columns[2],
            Singular: columns[3],
            Kind: columns[4],
            ListKind: columns[4] + "List",
            Namespaced: columns[5] == "Namespaced",
            Verbs: Split(columns[6], ','),
            ShortNames: Split(columns[7], ','),
            Categories: Split(columns[8], ','),
            Subresources: [.. Split(columns[9], ';').Select(ParseSubresource)]);
    }

    private static SubresourceDefinition ParseSubresource(string text)
    {
        var equals = text.IndexOf('=', StringComparison.Ordinal);
        var colon = text.IndexOf(':', StringComparison.Ordinal);
        var kind = text[(equals + 1)..colon].Split('/');
        return new SubresourceDefinition(text[..equals], kind[0], kind[1], kind[2], text[(colon + 1)..].Split(','));
    }

    private static string[] Split(string text, char separator) => text.Split(separator, StringSplitOptions.RemoveEmptyEntries);
}
