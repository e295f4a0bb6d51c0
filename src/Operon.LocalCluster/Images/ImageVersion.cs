using System.Globalization;

namespace Operon.LocalCluster.Images;

/// <summary>A dotted version as tags write it: <c>v3.4.23</c>, <c>3.5</c>, <c>3.6.1-0</c>.</summary>
internal readonly record struct ImageVersion(int Major, int Minor, int Patch)
{
    /// <summary>The version in a tag; null for tags such as <c>latest</c>.</summary>
    public static ImageVersion? Parse(string tag)
    {
        var text = tag.TrimStart('v', 'V');
        var end = text.IndexOfAny(['-', '+', '_']);
        var parts = (end < 0 ? text : text[..end]).Split('.');
        Span<int> numbers = [0, 0, 0];
        for (var index = 0; index < Math.Min(parts.Length, 3); index++)
        {
            if (!int.TryParse(parts[index], NumberStyles.None, CultureInfo.InvariantCulture, out numbers[index]))
            {
                return null;
            }
        }

        return new ImageVersion(numbers[0], numbers[1], numbers[2]);
    }

    /// <summary>How far two versions are apart: a major step outweighs all minors, a minor step all patches.</summary>
    public long DistanceTo(ImageVersion other) => Math.Abs(Rank - other.Rank);

    private long Rank => (Major * 1_000_000_000L) + (Minor * 100_000L) + Patch;

    public override string ToString() => $"{Major}.{Minor}.{Patch}";
}
