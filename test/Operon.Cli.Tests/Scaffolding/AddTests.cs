using Operon.Cli.Projects;
using Operon.Cli.Scaffolding;
using Operon.Cli.Tests.Support;

namespace Operon.Cli.Tests.Scaffolding;

public sealed class AddTests
{
    private static readonly ResourceName _guestbook = ResourceName.Of("demo.example.com", "example.com", "v1", "Guestbook", null);

    [Fact]
    public void A_kind_becomes_part_of_the_configuration_and_of_PROJECT()
    {
        using var scaffolded = new ScaffoldedProject();
        scaffolded.AddApi();
        Assert.Contains("- bases/demo.example.com_guestbooks.yaml", scaffolded.Folder.Read("config/crd/kustomization.yaml"), StringComparison.Ordinal);
        Assert.Contains("- ../crd", scaffolded.Folder.Read("config/default/kustomization.yaml"), StringComparison.Ordinal);
        Assert.Contains("- guestbook_viewer_role.yaml", scaffolded.Folder.Read("config/rbac/kustomization.yaml"), StringComparison.Ordinal);
        var entry = Assert.Single(scaffolded.Project.File.Resources);
        Assert.Equal(("demo", "example.com", "v1", "Guestbook", true, true), (entry.Group, entry.Domain, entry.Version, entry.Kind, entry.HasApi, entry.IsNamespaced));
    }

    [Fact]
    public void Only_the_first_version_of_a_kind_is_stored()
    {
        using var scaffolded = new ScaffoldedProject();
        scaffolded.AddApi();
        scaffolded.Add((project, scaffold) => new ApiScaffold(project, _guestbook with { Version = "v2" }, true).Plan(scaffold));
        Assert.Contains("Storage = true", scaffolded.Folder.Read("src/Demo/Api/V1/Guestbook.cs"), StringComparison.Ordinal);
        Assert.DoesNotContain("Storage", scaffolded.Folder.Read("src/Demo/Api/V2/Guestbook.cs"), StringComparison.Ordinal);
    }

    [Fact]
    public void Files_that_were_edited_are_never_overwritten_unless_forced()
    {
        using var scaffolded = new ScaffoldedProject();
        scaffolded.AddApi();
        scaffolded.Folder.Write("src/Demo/Api/V1/GuestbookSpec.cs", "// edited");
        var error = Assert.Throws<CommandException>(() => scaffolded.AddApi());
        Assert.Contains("GuestbookSpec.cs", error.Message, StringComparison.Ordinal);
        Assert.Equal("// edited", scaffolded.Folder.Read("src/Demo/Api/V1/GuestbookSpec.cs"));
    }

    [Fact]
    public void A_core_kind_is_its_official_model()
    {
        using var scaffolded = new ScaffoldedProject();
        scaffolded.Add((project, scaffold) => new ControllerScaffold(project, ResourceName.OfExternal("apps", "v1", "Deployment", null), null, true).Plan(scaffold));
        var text = scaffolded.Folder.Read("src/Demo/Controllers/DeploymentReconciler.cs");
        Assert.Contains("Reconciler<V1Deployment>", text, StringComparison.Ordinal);
        Assert.Contains("[Rbac(\"apps\", \"deployments\", Verbs.Read)]", text, StringComparison.Ordinal);
        Assert.False(Directory.Exists(scaffolded.Folder["src/Demo/External"]));
    }

    [Fact]
    public void A_kind_of_somebody_else_gets_a_lean_type()
    {
        using var scaffolded = new ScaffoldedProject();
        scaffolded.Add((project, scaffold) => new ControllerScaffold(project, ResourceName.OfExternal("cert-manager.io", "v1", "Certificate", null), null, true).Plan(scaffold));
        Assert.Contains("ICustomResource<Certificate>", scaffolded.Folder.Read("src/Demo/External/V1/Certificate.cs"), StringComparison.Ordinal);
        Assert.True(Assert.Single(scaffolded.Project.File.Resources).Json["external"]!.GetValue<bool>());
    }

    [Fact]
    public void A_second_controller_of_a_kind_has_a_name_of_its_own()
    {
        using var scaffolded = new ScaffoldedProject();
        scaffolded.AddApi();
        scaffolded.Add((project, scaffold) => new ControllerScaffold(project, _guestbook, "guestbook-backup", true).Plan(scaffold));
        Assert.Contains("[Controller(Name = \"guestbook-backup\")]", scaffolded.Folder.Read("src/Demo/Controllers/GuestbookBackupReconciler.cs"), StringComparison.Ordinal);
        Assert.Contains("name: guestbook-backup", scaffolded.Folder.Read("PROJECT"), StringComparison.Ordinal);
    }

    [Fact]
    public void A_webhook_brings_its_service_patch_package_and_entry()
    {
        using var scaffolded = new ScaffoldedProject();
        scaffolded.AddApi();
        scaffolded.Add((project, scaffold) => new WebhookScaffold(project, _guestbook) { HasDefaulting = true, HasValidation = true }.Plan(scaffold));
        Assert.Contains("IDefaulter<Guestbook>, IValidator<Guestbook>", scaffolded.Folder.Read("src/Demo/Webhooks/V1/GuestbookWebhook.cs"), StringComparison.Ordinal);
        Assert.Contains("Include=\"Operon.Webhooks\"", scaffolded.Folder.Read("src/Demo/Demo.csproj"), StringComparison.Ordinal);
        Assert.Contains("- ../webhook", scaffolded.Folder.Read("config/default/kustomization.yaml"), StringComparison.Ordinal);
        Assert.Contains("manager_webhook_patch.yaml", scaffolded.Folder.Read("config/default/kustomization.yaml"), StringComparison.Ordinal);
        Assert.True(Assert.Single(scaffolded.Project.File.Resources).Json["webhooks"]!["validation"]!.GetValue<bool>());
    }

    [Fact]
    public void A_webhook_of_pods_leaves_out_those_it_could_keep_from_starting()
    {
        using var scaffolded = new ScaffoldedProject();
        scaffolded.Add((project, scaffold) => new WebhookScaffold(project, ResourceName.OfExternal("core", "v1", "Pod", null)) { HasDefaulting = true }.Plan(scaffold));
        scaffolded.Add((project, scaffold) => new WebhookScaffold(project, ResourceName.OfExternal("apps", "v1", "Deployment", null)) { HasDefaulting = true }.Plan(scaffold));
        Assert.Contains(
            "NamespaceSelector = \"kubernetes.io/metadata.name notin (kube-system, demo-system)\")]", scaffolded.Folder.Read("src/Demo/Webhooks/V1/PodWebhook.cs"), StringComparison.Ordinal);
        Assert.DoesNotContain("NamespaceSelector", scaffolded.Folder.Read("src/Demo/Webhooks/V1/DeploymentWebhook.cs"), StringComparison.Ordinal);
    }

    [Fact]
    public void A_spoke_that_the_project_lacks_is_refused_with_the_command_that_adds_it()
    {
        using var scaffolded = new ScaffoldedProject();
        scaffolded.AddApi();
        var error = Assert.Throws<CommandException>(() =>
            scaffolded.Add((project, scaffold) => new WebhookScaffold(project, _guestbook) { Spokes = ["v2"] }.Plan(scaffold)));
        Assert.Contains("operon add api --group demo.example.com --version v2 --kind Guestbook", error.Message, StringComparison.Ordinal);
    }
}
