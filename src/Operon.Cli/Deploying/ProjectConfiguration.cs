using System.Text.Json.Nodes;
using Operon.Cli.Kustomize;
using Operon.Cli.Manifests;
using Operon.Cli.Projects;

namespace Operon.Cli.Deploying;

/// <summary>What a project puts into a cluster.</summary>
internal static class ProjectConfiguration
{
    private const string ManagerImage = "controller";

    /// <summary>Builds the project and brings <c>config/</c> up to date; the manifests.</summary>
    public static async Task<IReadOnlyList<GeneratedManifest>> GenerateAsync(OperatorProject project, TextWriter output, CancellationToken cancellationToken)
    {
        var manifests = AssemblyManifests.Read(await ProjectBuild.RunAsync(project, cancellationToken));
        var folder = new ManifestFolder(project.Config);
        var changes = folder.Changes(manifests, ManifestKind.All);
        folder.Apply(changes);
        foreach (var change in ManifestFolder.Files(changes))
        {
            await output.WriteLineAsync(change.Text);
        }

        return manifests;
    }

    /// <summary>The definitions, as <c>config/crd</c> renders them.</summary>
    public static IReadOnlyList<JsonObject> Definitions(OperatorProject project)
    {
        var folder = Path.Combine(project.Config, "crd");
        return File.Exists(Path.Combine(folder, "kustomization.yaml"))
            ? KustomizeRenderer.Render(folder)
            : throw new CommandException($"{project.Root} defines no kinds: config/crd/kustomization.yaml is missing.\n  remedy: operon add api --group {project.File.Domain} --version v1 --kind KIND");
    }

    /// <summary><c>config/default</c>, with the image of the manager.</summary>
    /// <param name="project">The project.</param>
    /// <param name="image">The image; null for the one <c>config/manager</c> names.</param>
    public static IReadOnlyList<JsonObject> Default(OperatorProject project, string? image)
    {
        if (image is not null)
        {
            SetImage(project, image);
        }

        return KustomizeRenderer.Render(Path.Combine(project.Config, "default"));
    }

    /// <summary>Writes the image into <c>config/manager/kustomization.yaml</c>, as <c>kustomize edit set image controller=IMAGE</c> does.</summary>
    private static void SetImage(OperatorProject project, string image)
    {
        var name = ImageName.Parse(image);
        var item = new JsonObject { ["name"] = ManagerImage, ["newName"] = name.Name };
        if (name.Tag is not null)
        {
            item["newTag"] = name.Tag;
        }

        if (name.Digest is not null)
        {
            item["digest"] = name.Digest;
        }

        var file = Path.Combine(project.Config, "manager", "kustomization.yaml");
        if (YamlFile.Read(file) is not [JsonObject root])
        {
            throw new CommandException($"{file}: it must be one mapping.");
        }

        var images = (root["images"] as JsonArray ?? []).OfType<JsonObject>().Where(one => one["name"]?.ToString() != ManagerImage).Select(one => one.DeepClone());
        root["images"] = new JsonArray([.. images, item]);
        var text = Kubernetes.Yaml.FromJson(root);
        if (File.ReadAllText(file) != text)
        {
            File.WriteAllText(file, text);
        }
    }
}
