using System.Globalization;

namespace Operon.Cli.Clusters;

/// <summary>Start times of processes, as the kernel counts them.</summary>
internal static class ProcessClock
{
    /// <summary>Field 22 of <c>/proc/PID/stat</c>; null when there is no such process or it is a zombie.</summary>
    public static long? StartOf(int processId)
    {
        string stat;
        try
        {
            stat = File.ReadAllText($"/proc/{processId}/stat");
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            return null;
        }

        // The second field is the program's name in parentheses and may itself hold spaces and parentheses.
        var fields = stat[(stat.LastIndexOf(')') + 2)..].Split(' ');
        return fields[0] is "Z" or "X" ? null : long.Parse(fields[19], CultureInfo.InvariantCulture);
    }
}
