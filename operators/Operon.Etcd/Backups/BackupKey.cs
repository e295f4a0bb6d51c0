using System.Globalization;

namespace Operon.Etcd.Backups;

/// <summary>The key of a periodic backup: <c>&lt;path&gt;_v&lt;revision&gt;_&lt;YYYY-MM-DD-HH:MM:SS&gt;</c>, in UTC.</summary>
internal readonly record struct BackupKey(string Path, long Revision, DateTimeOffset Time) : IComparable<BackupKey>
{
    private const string TimeFormat = "yyyy-MM-dd-HH:mm:ss";
    private const string Separator = "_v";

    /// <summary>False for keys of another form, or of another path.</summary>
    public static bool TryParse(string key, string path, out BackupKey parsed)
    {
        parsed = default;
        if (!key.StartsWith(path + Separator, StringComparison.Ordinal))
        {
            return false;
        }

        var rest = key.AsSpan(path.Length + Separator.Length);
        var end = rest.IndexOf('_');
        if (end <= 0
            || !long.TryParse(rest[..end], NumberStyles.None, CultureInfo.InvariantCulture, out var revision)
            || !DateTimeOffset.TryParseExact(rest[(end + 1)..], TimeFormat, CultureInfo.InvariantCulture, DateTimeStyles.AssumeUniversal | DateTimeStyles.AdjustToUniversal, out var time))
        {
            return false;
        }

        parsed = new BackupKey(path, revision, time);
        return true;
    }

    /// <summary>The older one first; the revision decides only between backups of the same second, since a restore may set it back.</summary>
    public int CompareTo(BackupKey other) => (Time, Revision).CompareTo((other.Time, other.Revision));

    public static bool operator <(BackupKey left, BackupKey right) => left.CompareTo(right) < 0;

    public static bool operator >(BackupKey left, BackupKey right) => left.CompareTo(right) > 0;

    public static bool operator <=(BackupKey left, BackupKey right) => left.CompareTo(right) <= 0;

    public static bool operator >=(BackupKey left, BackupKey right) => left.CompareTo(right) >= 0;

    public override string ToString() =>
        string.Create(CultureInfo.InvariantCulture, $"{Path}{Separator}{Revision}_{Time.UtcDateTime.ToString(TimeFormat, CultureInfo.InvariantCulture)}");
}
