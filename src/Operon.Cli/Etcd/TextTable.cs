namespace Operon.Cli.Etcd;

/// <summary>Columns as kubectl prints them: as wide as their widest cell, three blanks apart.</summary>
internal static class TextTable
{
    public static IReadOnlyList<string> Of(string[] heads, IEnumerable<string[]> rows)
    {
        string[][] all = [heads, .. rows];
        var widths = heads.Select((_, column) => all.Max(row => row[column].Length)).ToArray();
        return [.. all.Select(row => string.Concat(row.Select((cell, column) => column == row.Length - 1 ? cell : cell.PadRight(widths[column] + 3))).TrimEnd())];
    }
}
