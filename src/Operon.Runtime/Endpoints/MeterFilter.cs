namespace Operon.Runtime;

/// <summary>Which meters are exported.</summary>
internal static class MeterFilter
{
    private static readonly string[] _always = ["Operon.*", "System.Runtime"];

    /// <summary>Those of Operon, the process and the .NET runtime, and <paramref name="others"/>; a <c>*</c> at the end stands for anything.</summary>
    public static Func<string, bool> Of(IReadOnlyList<string> others)
    {
        string[] all = [.. _always, .. others];
        return name => all.Any(pattern =>
            pattern.EndsWith('*') ? name.StartsWith(pattern[..^1], StringComparison.OrdinalIgnoreCase) : name.Equals(pattern, StringComparison.OrdinalIgnoreCase));
    }
}
