using System.Security.Cryptography;
using System.Text;

namespace Operon.Cli.Packages;

/// <summary>A clone of Operon's sources, when this program was built in one.</summary>
internal sealed class SourceTree
{
    private static readonly string[] _files = ["Directory.Build.props", "Directory.Build.targets", "Directory.Packages.props", "global.json", "LICENSE", "eng/packages.proj"];

    private SourceTree(string root) => Root = root;

    public string Root { get; }

    /// <summary>Where local packages are kept.</summary>
    public string PackageFolder => Path.Combine(Root, ".operon", "packages");

    /// <summary>The clone this program was built in; null for an installed tool.</summary>
    public static SourceTree? OfThisProgram() => Find(AppContext.BaseDirectory);

    public static SourceTree? Find(string directory)
    {
        for (var folder = new DirectoryInfo(directory); folder is not null; folder = folder.Parent)
        {
            if (File.Exists(Path.Combine(folder.FullName, "Operon.slnx")) && File.Exists(Path.Combine(folder.FullName, "eng", "packages.proj")))
            {
                return new SourceTree(folder.FullName);
            }
        }

        return null;
    }

    /// <summary>Names the state of everything that ends up in packages: another state, another name.</summary>
    public string Fingerprint()
    {
        using var hash = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
        foreach (var path in Directory.EnumerateFiles(Path.Combine(Root, "src"), "*", SearchOption.AllDirectories)
            .Select(file => Path.GetRelativePath(Root, file).Replace('\\', '/'))
            .Where(path => !path.Contains("/bin/", StringComparison.Ordinal) && !path.Contains("/obj/", StringComparison.Ordinal) && !path.StartsWith("src/Operon.Cli/", StringComparison.Ordinal) && !path.StartsWith("src/Operon.Templates/", StringComparison.Ordinal))
            .Concat(_files.Where(file => File.Exists(Path.Combine(Root, file))))
            .Order(StringComparer.Ordinal))
        {
            hash.AppendData(Encoding.UTF8.GetBytes(path + "\0"));
            hash.AppendData(SHA256.HashData(File.ReadAllBytes(Path.Combine(Root, path))));
        }

        return Convert.ToHexStringLower(hash.GetHashAndReset())[..12];
    }
}
