namespace Operon.Generators.Tests;

internal static class Repository
{
    private static readonly string _root = Find();

    /// <summary>A file of the repository the tests run in.</summary>
    public static string File(params string[] path) => Path.Combine([_root, .. path]);

    private static string Find()
    {
        var folder = new DirectoryInfo(AppContext.BaseDirectory);
        while (folder is not null && !System.IO.File.Exists(Path.Combine(folder.FullName, "Operon.slnx")))
        {
            folder = folder.Parent;
        }

        return folder?.FullName ?? throw new InvalidOperationException("The tests do not run inside of the repository.");
    }
}
