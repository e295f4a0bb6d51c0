using Xunit;

namespace Operon.Cel.Tests.Conformance;

public sealed class ConformanceTests(ITestOutputHelper output)
{
    [Fact]
    public void Every_case_of_the_specification_passes_unless_it_needs_what_Kubernetes_has_not()
    {
        var cases = Cases(Folder());
        var leftOut = cases.Where(c => c.LeftOut() is not null).ToList();
        var judged = cases.Where(c => c.LeftOut() is null).ToList();
        var failures = judged.Select(c => (Case: c, Problem: c.Judge())).Where(c => c.Problem is not null).ToList();

        output.WriteLine($"{judged.Count - failures.Count} of {judged.Count} cases pass; {leftOut.Count} of {cases.Count} are left out:");
        foreach (var reason in leftOut.GroupBy(c => c.LeftOut()))
        {
            output.WriteLine($"  {reason.Count()}: {reason.Key}");
        }
        Assert.True(judged.Count > 700, $"only {judged.Count} cases were found");
        Assert.True(failures.Count == 0, string.Join("\n", failures.Select(f => $"{f.Case.Name}: {f.Case.Expression}\n    {f.Problem}")));
    }

    private static List<ConformanceCase> Cases(string folder) =>
    [
        .. from file in Directory.GetFiles(folder, "*.textproto").Order(StringComparer.Ordinal)
           let suite = TextFormatReader.Read(File.ReadAllText(file))
           from section in suite.Messages("section")
           from test in section.Messages("test")
           select new ConformanceCase(Path.GetFileNameWithoutExtension(file), section.Text("name"), test),
    ];

    private static string Folder()
    {
        if (Environment.GetEnvironmentVariable("OPERON_CEL_DATA") is { Length: > 0 } given)
        {
            return given;
        }
        for (var folder = new DirectoryInfo(AppContext.BaseDirectory); folder is not null; folder = folder.Parent)
        {
            var candidate = Path.Combine(folder.FullName, "shared", "data", "cel");
            if (Directory.Exists(candidate))
            {
                return candidate;
            }
        }
        Assert.Skip("skipped: no conformance data");
        return "";
    }
}
