using System.Text.Json.Nodes;
using System.Xml.Linq;
using Operon.Cli.Projects;

namespace Operon.Cli.Scaffolding;

/// <summary>Webhooks of a kind, their tests, and the lines that bring the server into the configuration.</summary>
internal sealed record WebhookScaffold(OperatorProject Project, ResourceName Resource)
{
    public bool HasDefaulting { get; init; }

    public bool HasValidation { get; init; }

    /// <summary>Versions that are translated to and from this one; empty for none.</summary>
    public IReadOnlyList<string> Spokes { get; init; } = [];

    public bool IsNamespaced { get; init; } = true;

    /// <summary>The rule OP0205: a webhook of all pods that is down keeps its own pods from starting.</summary>
    private bool StopsPods => Resource is { FullGroup: "", Plural: "pods" };

    public void Plan(Scaffold scaffold)
    {
        var model = ModelType.Of(Project, Resource);
        var tokens = KindTokens.Of(Project, Resource).With(
            ("Model", model.Name), ("modelNamespace", model.Namespace), ("modelKind", model.Kind), ("newModel", model.Create), ("isNamespaced", IsNamespaced ? "true" : "false"));
        PlanConfiguration(scaffold, tokens);
        if (HasDefaulting || HasValidation)
        {
            PlanAdmission(scaffold, tokens);
        }

        if (model.Folder is not null)
        {
            foreach (var (path, text) in Template.Render(model.Folder, tokens))
            {
                scaffold.CreateIfMissing(path, text);
            }
        }

        foreach (var spoke in Spokes)
        {
            CheckSpoke(spoke);
            foreach (var (path, text) in Template.Render("conversion", tokens.With(("Hub", KindTokens.Version(Resource.Version)), ("hub", Resource.Version), ("version", spoke), ("Version", KindTokens.Version(spoke)))))
            {
                if (path.EndsWith("ConversionTests.cs", StringComparison.Ordinal))
                {
                    scaffold.CreateIfMissing(path, text);
                }
                else
                {
                    scaffold.Create(path, text);
                }
            }
        }

        Record();
    }

    private void PlanAdmission(Scaffold scaffold, Tokens tokens)
    {
        var parts = new[] { (HasDefaulting, "defaulter", $"IDefaulter<{{0}}>"), (HasValidation, "validator", "IValidator<{0}>") }.Where(part => part.Item1).ToList();
        var model = tokens.Apply("__Model__");
        var admission = tokens.With(
            ("interfaces", string.Join(", ", parts.Select(part => part.Item3.Replace("{0}", model, StringComparison.Ordinal)))),
            ("scope", StopsPods ? "// A pod is refused while the webhook is down: that must not hold for the pods of the webhook itself and of the cluster.\n" : ""),
            ("selector", StopsPods ? $", NamespaceSelector = \"kubernetes.io/metadata.name notin (kube-system, {Project.Name}-system)\"" : ""),
            ("members", string.Join("\n", parts.Select(part => Template.Text($"webhook-parts/{part.Item2}.cs", tokens)))),
            ("testUsings", tokens.Apply("__modelNamespace__") == "k8s.Models" ? "" : tokens.Apply("using __modelNamespace__;\n")),
            ("tests", string.Join("\n", parts.Select(part => Template.Text($"webhook-parts/{part.Item2}-test.cs", tokens))).TrimEnd('\n')));
        foreach (var (path, text) in Template.Render("webhook", admission).Where(file => file.Path.EndsWith(".cs", StringComparison.Ordinal)))
        {
            scaffold.Create(path, text);
        }
    }

    private void PlanConfiguration(Scaffold scaffold, Tokens tokens)
    {
        foreach (var (path, text) in Template.Render("webhook-config", tokens))
        {
            scaffold.CreateIfMissing(path, text);
        }

        Kustomization.AddResource(scaffold, "webhook", "service.yaml");
        if (HasDefaulting || HasValidation)
        {
            Kustomization.AddResource(scaffold, "webhook", "manifests.yaml");
        }

        Kustomization.AddResource(scaffold, "default", "../webhook");
        Kustomization.AddPatch(scaffold, "default", "manager_webhook_patch.yaml", "Deployment");
        Kustomization.AddResource(scaffold, "network-policy", "allow-webhook-traffic.yaml");
        AddPackage(scaffold, $"src/{Project.RootNamespace}/{Project.RootNamespace}.csproj", "Operon.Webhooks");
    }

    private static void AddPackage(Scaffold scaffold, string project, string package) => scaffold.Edit(project, text =>
    {
        var document = XDocument.Parse(text ?? throw new CommandException($"{project} is missing; take it from version control again."), LoadOptions.PreserveWhitespace);
        var references = document.Descendants("PackageReference").ToList();
        if (references.Any(reference => (string?)reference.Attribute("Include") == package))
        {
            return text;
        }

        var last = references.LastOrDefault() ?? throw new CommandException($"{project} has no PackageReference; add one for Operon.Runtime and {package}.");
        last.AddAfterSelf(new XText("\n    "), new XElement("PackageReference", new XAttribute("Include", package), new XAttribute("Version", "$(OperonVersion)")));
        return document.ToString(SaveOptions.DisableFormatting) + "\n";
    });

    private void CheckSpoke(string spoke)
    {
        Names.CheckVersion(spoke);
        if (spoke == Resource.Version)
        {
            throw new CommandException($"--spoke {spoke} is the version of the hub itself; name another version of {Resource.Kind}.");
        }

        if (Project.File.Find(Resource.FullGroup, spoke, Resource.Kind) is not { HasApi: true })
        {
            throw new CommandException(
                $"--spoke {spoke}: the project has no {Resource.Kind} of {Resource.FullGroup}/{spoke}.\n  remedy: operon add api --group {Resource.FullGroup} --version {spoke} --kind {Resource.Kind} --controller=false");
        }
    }

    private void Record()
    {
        var entry = Project.File.Add(Resource).Json;
        var webhooks = entry["webhooks"] as JsonObject ?? [];
        if (HasDefaulting)
        {
            webhooks["defaulting"] = true;
        }

        if (HasValidation)
        {
            webhooks["validation"] = true;
        }

        if (Spokes.Count > 0)
        {
            webhooks["conversion"] = true;
            var spokes = (webhooks["spoke"] as JsonArray ?? []).Select(spoke => spoke!.ToString()).Union(Spokes);
            webhooks["spoke"] = new JsonArray([.. spokes.Select(spoke => (JsonNode)spoke)]);
        }

        webhooks["webhookVersion"] = "v1";
        entry["webhooks"] = webhooks.Parent is null ? webhooks : webhooks.DeepClone();
    }
}
