using Operon.LocalCluster.Images;
using Operon.LocalCluster.Tests.Support;

namespace Operon.LocalCluster.Tests.Images;

public sealed class ImageTests : IDisposable
{
    private readonly TemporaryDirectory _directory = new();

    public void Dispose() => _directory.Dispose();

    [Theory]
    [InlineData("busybox", "busybox", "latest")]
    [InlineData("docker.io/library/busybox:1.28.0-glibc", "busybox", "1.28.0-glibc")]
    [InlineData("localhost:5000/a/b", "localhost:5000/a/b", "latest")]
    [InlineData("quay.io/coreos/etcd:v3.2.13@sha256:00", "quay.io/coreos/etcd", "v3.2.13")]
    public void Reads_image_names(string image, string repository, string tag)
    {
        var reference = ImageReference.Parse(image);

        Assert.Equal((repository, tag), (reference.Repository, reference.Tag));
    }

    [Theory]
    [InlineData("quay.io/coreos/etcd:v3.5.0", "/usr/local/bin/etcd")]
    [InlineData("registry.example/operon/etcd-operator:1", "/usr/local/bin/etcd-operator")]
    [InlineData("registry.k8s.io/pause:3.9", "/usr/bin/sleep")]
    public void The_built_in_catalogue_knows_the_images_of_the_walkthrough(string image, string program) =>
        Assert.Equal(program, Assert.Single(ImageCatalog.BuiltIn.Find(ImageReference.Parse(image))).Entrypoint[0]);

    [Theory]
    [InlineData("tool:v3.4.2", "3.4.9")]
    [InlineData("tool:3.2.13", "3.4.9")]
    [InlineData("tool:3.5", "3.5.1")]
    [InlineData("tool:v9", "3.5.1")]
    public async Task Takes_the_nearest_version_and_says_so(string image, string version)
    {
        var resolver = new ImageResolver(ImageCatalog.Parse($$"""{ "images": [{{Entry("3.4.9")}}, {{Entry("3.5.1")}}] }""", "test"), _directory.Path, null);

        var found = await resolver.ResolveAsync(image, TestContext.Current.CancellationToken);

        Assert.Equal(version, found.Entry.Env["VERSION"]);
        Assert.Contains(version, found.Substitution, StringComparison.Ordinal);
        Assert.Null((await resolver.ResolveAsync("tool:v3.5.1", TestContext.Current.CancellationToken)).Substitution);
        Assert.Null((await resolver.ResolveAsync("tool", TestContext.Current.CancellationToken)).Substitution);
    }

    [Fact]
    public async Task An_unknown_image_names_the_known_ones_and_a_missing_program_its_package()
    {
        var catalog = ImageCatalog.Parse("""{ "images": [{ "patterns": ["tool"], "files": { "/usr/local/bin/x": "no-such-program" }, "packages": "x-tools" }] }""", "test");
        var resolver = new ImageResolver(catalog, _directory.Path, null);

        var unknown = await Assert.ThrowsAsync<ImagePullException>(() => resolver.ResolveAsync("other:1", TestContext.Current.CancellationToken));
        var missing = await Assert.ThrowsAsync<ImagePullException>(() => resolver.ResolveAsync("tool:1", TestContext.Current.CancellationToken));

        Assert.Contains("Known images: tool", unknown.Message, StringComparison.Ordinal);
        Assert.Contains("no-such-program. Install them with: sudo apt-get install -y x-tools", missing.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void The_users_copy_is_written_once_and_then_read()
    {
        _ = ImageCatalog.Load(_directory.Path);
        File.WriteAllText(_directory.File("images.json"), """{ "images": [{ "patterns": ["mine/*"] }] }""");

        Assert.Equal(["mine/*"], ImageCatalog.Load(_directory.Path).KnownImages);
        File.WriteAllText(_directory.File("images.json"), """{ "images": [{ "pattern": "typo" }] }""");
        Assert.Contains("images.json", Assert.Throws<InvalidDataException>(() => ImageCatalog.Load(_directory.Path)).Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Further_entries_come_after_the_catalogue_and_a_missing_file_is_named()
    {
        var more = _directory.File("more.json");
        File.WriteAllText(_directory.File("images.json"), """{ "images": [{ "patterns": ["mine/*"] }] }""");
        File.WriteAllText(more, """{ "images": [{ "patterns": ["more/*"] }] }""");

        Assert.Equal(["mine/*", "more/*"], ImageCatalog.Load(_directory.Path, more).KnownImages);
        Assert.Contains("OPERON_IMAGES", Assert.Throws<InvalidDataException>(() => ImageCatalog.Load(_directory.Path, more + ".gone")).Message, StringComparison.Ordinal);
    }

    private static string Entry(string version) =>
        $$"""{ "patterns": ["tool"], "env": { "VERSION": "{{version}}" }, "version": { "command": ["{{Tool(version)}}", "version {{version}}"], "pattern": "version (\\S+)" } }""";

    // Two names of the same program: versions are remembered per program.
    private static string Tool(string version) => version == "3.4.9" ? "/bin/echo" : "/usr/bin/echo";
}
