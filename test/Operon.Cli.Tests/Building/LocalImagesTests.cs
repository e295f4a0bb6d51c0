using System.Text.Json.Nodes;
using Operon.Cli.Building;
using Operon.Cli.Kustomize;
using Operon.Cli.Tests.Support;

namespace Operon.Cli.Tests.Building;

public sealed class LocalImagesTests
{
    [Fact]
    public void An_image_leads_to_a_copy_of_the_program_and_the_next_build_replaces_it()
    {
        using var folder = new TemporaryFolder();
        folder.Write("out/demo", "program 1");
        var images = new LocalImages(folder["images"]);
        images.Add(ImageName.Parse("registry.example.com:5000/team/demo:v1"), folder["out"], folder["out/demo"]);
        folder.Write("out/demo", "program 2");
        images.Add(ImageName.Parse("registry.example.com:5000/team/demo:v2"), folder["out"], folder["out/demo"]);
        var entry = Assert.Single((JsonArray)JsonNode.Parse(File.ReadAllText(Assert.Single(Directory.EnumerateFiles(folder["images"], "*.json"))))!["images"]!)!;
        Assert.Equal("registry.example.com:5000/team/demo", entry["patterns"]![0]!.ToString());
        Assert.Equal("program 2", File.ReadAllText(Path.Combine(entry["files"]!["/app"]!.ToString(), "demo")));
    }
}
