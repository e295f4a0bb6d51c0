using System.Globalization;

namespace Operon.Etcd.Planning;

/// <summary>A version of etcd: three numbers and an optional suffix, compared by the numbers.</summary>
internal readonly record struct EtcdVersion(int Major, int Minor, int Patch, string Suffix = "") : IComparable<EtcdVersion>
{
    public static EtcdVersion Default { get; } = new(3, 2, 13);

    /// <summary>Learners exist since 3.4.</summary>
    public bool SupportsLearners => (Major, Minor).CompareTo((3, 4)) >= 0;

    /// <summary>Leadership can be handed over since 3.3; before that only an election changes it.</summary>
    public bool SupportsMoveLeader => (Major, Minor).CompareTo((3, 3)) >= 0;

    public bool IsSameMinor(EtcdVersion other) => (Major, Minor) == (other.Major, other.Minor);

    public bool IsNextMinorOf(EtcdVersion other) => Major == other.Major && Minor == other.Minor + 1;

    /// <summary>Compares major and minor version only.</summary>
    public int CompareMinor(EtcdVersion other) => (Major, Minor).CompareTo((other.Major, other.Minor));

    /// <summary>Reads <c>3.5.33</c> or <c>v3.5.33</c>; false for anything else.</summary>
    public static bool TryParse(string? text, out EtcdVersion version)
    {
        version = default;
        if (string.IsNullOrEmpty(text))
        {
            return false;
        }

        var body = text[0] == 'v' ? text[1..] : text;
        var end = body.IndexOfAny(['-', '+']);
        var numbers = (end < 0 ? body : body[..end]).Split('.');
        if (numbers.Length != 3
            || !int.TryParse(numbers[0], NumberStyles.None, CultureInfo.InvariantCulture, out var major)
            || !int.TryParse(numbers[1], NumberStyles.None, CultureInfo.InvariantCulture, out var minor)
            || !int.TryParse(numbers[2], NumberStyles.None, CultureInfo.InvariantCulture, out var patch))
        {
            return false;
        }

        version = new EtcdVersion(major, minor, patch, end < 0 ? "" : body[end..]);
        return true;
    }

    public int CompareTo(EtcdVersion other) => (Major, Minor, Patch).CompareTo((other.Major, other.Minor, other.Patch));

    public static bool operator <(EtcdVersion left, EtcdVersion right) => left.CompareTo(right) < 0;

    public static bool operator >(EtcdVersion left, EtcdVersion right) => left.CompareTo(right) > 0;

    public static bool operator <=(EtcdVersion left, EtcdVersion right) => left.CompareTo(right) <= 0;

    public static bool operator >=(EtcdVersion left, EtcdVersion right) => left.CompareTo(right) >= 0;

    public override string ToString() => string.Create(CultureInfo.InvariantCulture, $"{Major}.{Minor}.{Patch}{Suffix}");
}
