using Operon.Cli.Packages;
using Operon.Cli.Scaffolding;
using Operon.Cli.Tests.Support;

namespace Operon.Cli.Tests.Scaffolding;

public sealed class ProjectScaffoldTests
{
    [Fact]
    public void Every_file_of_the_layout_is_there_and_no_token_is_left()
    {
        using var scaffolded = new ScaffoldedProject();
        scaffolded.AddApi();
        foreach (var file in new[]
        {
            "demo.slnx", "global.json", "nuget.config", "Directory.Build.props", ".editorconfig", ".gitignore", "PROJECT", "Makefile", "Dockerfile", "README.md", ".github/workflows/test.yml",
            "src/Demo/Program.cs", "src/Demo/Api/V1/Guestbook.cs", "src/Demo/Controllers/GuestbookReconciler.cs", "test/Demo.Tests/GuestbookReconcilerTests.cs",
            "config/default/kustomization.yaml", "config/manager/manager.yaml", "config/samples/demo_v1_guestbook.yaml", "config/prometheus/monitor.yaml",
            "config/network-policy/allow-metrics-traffic.yaml", "config/certmanager/certificate.yaml", "config/rbac/leader_election_role.yaml",
        })
        {
            Assert.True(File.Exists(scaffolded.Folder[file]), $"{file} is missing");
        }

        foreach (var file in Directory.EnumerateFiles(scaffolded.Folder.Path, "*", SearchOption.AllDirectories))
        {
            Assert.DoesNotMatch("__[A-Za-z]+__", File.ReadAllText(file));
            Assert.DoesNotMatch("__[A-Za-z]+__|dot-", file);
        }
    }

    [Fact]
    public void A_folder_that_is_not_empty_is_refused_and_left_alone()
    {
        using var folder = new TemporaryFolder();
        folder.Write("notes.txt", "mine");
        var error = Assert.Throws<CommandException>(() => New().Write(folder.Path, force: false, TextWriter.Null));
        Assert.Contains("--force", error.Message, StringComparison.Ordinal);
        Assert.Equal("notes.txt", Path.GetFileName(Assert.Single(Directory.EnumerateFileSystemEntries(folder.Path))));
    }

    [Fact]
    public void A_fresh_repository_counts_as_empty()
    {
        using var folder = new TemporaryFolder();
        Directory.CreateDirectory(folder[".git"]);
        New().Write(folder.Path, force: false, TextWriter.Null);
        Assert.True(File.Exists(folder["PROJECT"]));
    }

    [Fact]
    public void A_license_heads_every_source_file()
    {
        using var folder = new TemporaryFolder();
        (New() with { License = "apache2" }).Write(folder.Path, force: false, TextWriter.Null);
        Assert.StartsWith("// SPDX-License-Identifier: Apache-2.0\n", folder.Read("src/Demo/Program.cs"), StringComparison.Ordinal);
        Assert.Contains("license: apache2", folder.Read("PROJECT"), StringComparison.Ordinal);
    }

    [Fact]
    public void A_namespaced_operator_has_a_role_and_watches_its_own_namespace()
    {
        using var scaffolded = new ScaffoldedProject(isNamespaced: true);
        scaffolded.AddApi();
        Assert.Contains("kind: RoleBinding", scaffolded.Folder.Read("config/rbac/role_binding.yaml"), StringComparison.Ordinal);
        Assert.Contains("OPERON_NAMESPACES", scaffolded.Folder.Read("config/manager/manager.yaml"), StringComparison.Ordinal);
        Assert.Contains("Namespace = \"system\"", scaffolded.Folder.Read("src/Demo/Controllers/GuestbookReconciler.cs"), StringComparison.Ordinal);
        Assert.True(scaffolded.Project.File.IsNamespaced);
    }

    [Fact]
    public void An_unknown_license_is_refused_by_the_option_s_name() =>
        Assert.Contains("--license", Assert.Throws<CommandException>(() => LicenseHeader.Of("gpl")).Message, StringComparison.Ordinal);

    private static ProjectScaffold New() => new() { Name = "demo", Packages = PackageFeed.Released };
}
