using Operon.Cli.Projects;

namespace Operon.Cli.Tests.Projects;

public sealed class ProjectFileTests
{
    private const string Minimal = "domain: example.com\nlayout:\n- operon.dev/v1\nprojectName: demo\nversion: \"3\"\n";

    [Fact]
    public void What_it_does_not_know_is_kept()
    {
        var text = ProjectFile.Parse(Minimal + "plugins:\n  other.example.com/v1:\n    resources:\n    - kind: A\n", "PROJECT").ToYaml();
        Assert.Contains("other.example.com/v1", text, StringComparison.Ordinal);
        Assert.Contains("version: \"3\"", text, StringComparison.Ordinal);
    }

    [Fact]
    public void A_kind_is_there_once_however_often_it_is_added()
    {
        var file = ProjectFile.Parse(Minimal, "PROJECT");
        var name = ResourceName.Of("crew", "example.com", "v1", "Captain", null);
        file.Add(name).Json["controller"] = true;
        file.Add(name).Json["api"] = new System.Text.Json.Nodes.JsonObject();
        var only = Assert.Single(ProjectFile.Parse(file.ToYaml(), "PROJECT").Resources);
        Assert.True(only.HasApi);
        Assert.True(only.Json["controller"]!.GetValue<bool>());
    }

    [Theory]
    [InlineData("- a\n", "no mapping")]
    [InlineData("domain: example.com\n", "projectName")]
    [InlineData("projectName: demo\n", "domain")]
    [InlineData("a: [\n", "line")]
    [InlineData("domain: e.com\nprojectName: x\nlayout:\n- go.kubebuilder.io/v4\n", "go.kubebuilder.io/v4")]
    public void A_broken_one_is_refused_by_file_and_field(string text, string named)
    {
        var error = Assert.Throws<CommandException>(() => ProjectFile.Parse(text, "/x/PROJECT"));
        Assert.StartsWith("/x/PROJECT", error.Message, StringComparison.Ordinal);
        Assert.Contains(named, error.Message, StringComparison.Ordinal);
    }
}
