using Operon.Cli.Kustomize;

namespace Operon.Cli.Tests.Kustomize;

public sealed class ImageNameTests
{
    [Theory]
    [InlineData("demo", "demo", null, null)]
    [InlineData("demo:v1", "demo", "v1", null)]
    [InlineData("localhost:5000/demo", "localhost:5000/demo", null, null)]
    [InlineData("localhost:5000/demo:v1@sha256:ab", "localhost:5000/demo", "v1", "sha256:ab")]
    public void The_parts_of_a_reference_are_told_apart(string image, string name, string? tag, string? digest)
    {
        var parsed = ImageName.Parse(image);
        Assert.Equal((name, tag, digest), (parsed.Name, parsed.Tag, parsed.Digest));
        Assert.Equal(image, parsed.ToString());
    }

    [Fact]
    public void A_digest_takes_the_place_of_the_tag() => Assert.Equal("b@sha256:ab", ImageName.Parse("a:v1").With("b", null, "sha256:ab").ToString());
}
