namespace Operon.LocalCluster.Sandboxing;

/// <summary>Finds programs of this machine. Looks into the sbin directories too: an ordinary user's PATH lacks them on Debian.</summary>
internal static class HostPrograms
{
    private static readonly string[] AlwaysSearched = ["/usr/local/sbin", "/usr/local/bin", "/usr/sbin", "/usr/bin", "/sbin", "/bin"];

    public static string? Find(string program)
    {
        if (program.Contains('/', StringComparison.Ordinal))
        {
            return File.Exists(program) ? program : null;
        }

        var path = (Environment.GetEnvironmentVariable("PATH") ?? "").Split(':', StringSplitOptions.RemoveEmptyEntries);
        return path.Concat(AlwaysSearched)
            .Select(directory => Path.Combine(directory, program))
            .FirstOrDefault(File.Exists);
    }

    public static string Require(string program) =>
        Find(program) ?? throw new FileNotFoundException($"The program '{program}' is not installed. {Networking.Preflight.InstallCommand}", program);
}
