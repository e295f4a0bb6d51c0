using System.Globalization;

namespace Operon.ApiServer.Discovery;

/// <summary>Orders API versions as clients prefer them: GA before beta before alpha, higher numbers first, other names last by name.</summary>
internal sealed class VersionPriority : IComparer<string>
{
    public static VersionPriority Instance { get; } = new();

    public int Compare(string? x, string? y)
    {
        var (left, right) = (Rank(x ?? ""), Rank(y ?? ""));
        var byRank = right.Stage.CompareTo(left.Stage);
        byRank = byRank != 0 ? byRank : right.Major.CompareTo(left.Major);
        byRank = byRank != 0 ? byRank : right.Minor.CompareTo(left.Minor);
        return byRank != 0 ? byRank : string.CompareOrdinal(x, y);
    }

    /// <summary>Stage: 3 GA, 2 beta, 1 alpha, 0 anything else.</summary>
    private static (int Stage, int Major, int Minor) Rank(string version)
    {
        if (!version.StartsWith('v'))
        {
            return (0, 0, 0);
        }
        foreach (var (name, stage) in (ReadOnlySpan<(string, int)>)[("beta", 2), ("alpha", 1)])
        {
            var at = version.IndexOf(name, StringComparison.Ordinal);
            if (at > 0)
            {
                return Number(version[1..at]) is { } major && Number(version[(at + name.Length)..]) is { } minor ? (stage, major, minor) : (0, 0, 0);
            }
        }
        return Number(version[1..]) is { } ga ? (3, ga, 0) : (0, 0, 0);
    }

    private static int? Number(string text) => int.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out var number) ? number : null;
}
