namespace Operon.Etcd.Tests.Serving;

/// <summary>The clone the tests were built in.</summary>
internal static class Repository
{
    private static readonly string _root = FindRoot();

    public static string Path(string relative) => System.IO.Path.Combine(_root, relative);

    private static string FindRoot()
    {
        for (var folder = new DirectoryInfo(AppContext.BaseDirectory); folder is not null; folder = folder.Parent)
        {
            if (File.Exists(System.IO.Path.Combine(folder.FullName, "Operon.slnx")))
            {
                return folder.FullName;
            }
        }

        throw new InvalidOperationException("The tests do not run inside the repository.");
    }
}
