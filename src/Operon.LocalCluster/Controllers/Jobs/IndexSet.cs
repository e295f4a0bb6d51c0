using System.Globalization;

namespace Operon.LocalCluster.Controllers.Jobs;

/// <summary>Completion indexes in the compact text of a Job's status, such as <c>1,3-5,7</c>.</summary>
internal static class IndexSet
{
    public static SortedSet<int> Parse(string? text)
    {
        var result = new SortedSet<int>();
        foreach (var part in (text ?? string.Empty).Split(',', StringSplitOptions.RemoveEmptyEntries))
        {
            var ends = part.Split('-');
            var first = int.Parse(ends[0], CultureInfo.InvariantCulture);
            var last = ends.Length == 1 ? first : int.Parse(ends[1], CultureInfo.InvariantCulture);
            result.UnionWith(Enumerable.Range(first, last - first + 1));
        }

        return result;
    }

    public static string Format(SortedSet<int> indexes)
    {
        var parts = new List<string>();
        int? first = null;
        var last = 0;
        foreach (var index in indexes)
        {
            if (first is not null && index == last + 1)
            {
                last = index;
                continue;
            }

            Close();
            first = last = index;
        }

        Close();
        return string.Join(',', parts);

        void Close()
        {
            if (first is { } start)
            {
                var from = start.ToString(CultureInfo.InvariantCulture);
                var to = last.ToString(CultureInfo.InvariantCulture);
                parts.Add(start == last ? from : last == start + 1 ? $"{from},{to}" : $"{from}-{to}");
            }
        }
    }
}
