using System.Numerics;

namespace Operon.Cel.Libraries;

/// <summary>A version by Semantic Versioning 2.0.0.</summary>
internal sealed class SemverValue : CelOpaque
{
    public static readonly CelType SemverType = CelType.Opaque("kubernetes.Semver");

    private readonly string[] preRelease;
    private readonly string build;

    private SemverValue(long major, long minor, long patch, string[] preRelease, string build)
    {
        Major = major;
        Minor = minor;
        Patch = patch;
        this.preRelease = preRelease;
        this.build = build;
    }

    public long Major { get; }

    public long Minor { get; }

    public long Patch { get; }

    public override CelType Type => SemverType;

    public override string Text =>
        $"{Major}.{Minor}.{Patch}{(preRelease.Length > 0 ? "-" + string.Join(".", preRelease) : "")}{(build.Length > 0 ? "+" + build : "")}";

    /// <summary>Null when the text is no version.</summary>
    /// <param name="text">The version.</param>
    /// <param name="normalizes">Drops a leading <c>v</c> and leading zeros, and adds a missing minor and patch.</param>
    public static SemverValue? Parse(string text, bool normalizes)
    {
        var plus = text.IndexOf('+');
        var build = plus < 0 ? "" : text.Substring(plus + 1);
        var version = plus < 0 ? text : text.Substring(0, plus);
        var dash = version.IndexOf('-');
        var pre = dash < 0 ? [] : version.Substring(dash + 1).Split('.');
        var core = dash < 0 ? version : version.Substring(0, dash);
        if (normalizes)
        {
            core = core.StartsWith("v", StringComparison.Ordinal) ? core.Substring(1) : core;
            var given = core.Split('.').Select(part => part.Length > 1 ? part.TrimStart('0').PadLeft(1, '0') : part).ToList();
            if (given.Count < 3 && (pre.Length > 0 || build.Length > 0))
            {
                return null;
            }
            while (given.Count < 3)
            {
                given.Add("0");
            }
            core = string.Join(".", given);
        }
        var parts = core.Split('.');
        return parts.Length == 3 && Number(parts[0]) is { } major && Number(parts[1]) is { } minor && Number(parts[2]) is { } patch
            && pre.All(IsPreRelease) && (plus < 0 || build.Split('.').All(IsIdentifier))
                ? new SemverValue(major, minor, patch, pre, build)
                : null;
    }

    public int CompareTo(SemverValue other)
    {
        var core = (Major, Minor, Patch).CompareTo((other.Major, other.Minor, other.Patch));
        if (core != 0 || preRelease.Length == 0 || other.preRelease.Length == 0)
        {
            // A pre-release comes before its release.
            return core != 0 ? core : other.preRelease.Length.CompareTo(0) - preRelease.Length.CompareTo(0);
        }
        for (var i = 0; i < Math.Min(preRelease.Length, other.preRelease.Length); i++)
        {
            var order = Compare(preRelease[i], other.preRelease[i]);
            if (order != 0)
            {
                return order;
            }
        }
        return preRelease.Length.CompareTo(other.preRelease.Length);
    }

    internal override bool EqualTo(CelValue other) => other is SemverValue v && CompareTo(v) == 0;

    private static int Compare(string a, string b)
    {
        var aIsNumber = a.All(IsDigit);
        var bIsNumber = b.All(IsDigit);
        if (aIsNumber && bIsNumber)
        {
            return BigInteger.Parse(a, System.Globalization.CultureInfo.InvariantCulture).CompareTo(BigInteger.Parse(b, System.Globalization.CultureInfo.InvariantCulture));
        }
        return aIsNumber != bIsNumber ? aIsNumber ? -1 : 1 : Math.Sign(string.CompareOrdinal(a, b));
    }

    private static bool IsDigit(char c) => c is >= '0' and <= '9';

    private static bool IsIdentifier(string part) => part.Length > 0 && part.All(c => IsDigit(c) || c is (>= 'a' and <= 'z') or (>= 'A' and <= 'Z') or '-');

    private static bool IsPreRelease(string part) => IsIdentifier(part) && !(part.Length > 1 && part[0] == '0' && part.All(IsDigit));

    private static long? Number(string part) =>
        part.Length > 0 && part.All(IsDigit) && !(part.Length > 1 && part[0] == '0') && long.TryParse(part, out var number) ? number : null;
}
