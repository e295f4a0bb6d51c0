using System.Diagnostics;
using System.Text.Json.Nodes;
using Operon.Cli.Kustomize;
using Operon.Cli.Projects;
using Operon.Cli.Scaffolding;
using Operon.Cli.Tests.Support;
using Operon.Kubernetes;

namespace Operon.Cli.Tests.Kustomize;

public sealed class KustomizeRendererTests
{
    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public void The_scaffold_is_rendered_as_kubectl_renders_it(bool isNamespaced)
    {
        using var scaffolded = Full(isNamespaced);
        Compare(scaffolded, "config/default");
    }

    [Fact]
    public void Everything_that_can_be_switched_on_is_rendered_as_kubectl_renders_it()
    {
        using var scaffolded = Full(isNamespaced: false);
        var file = scaffolded.Folder.Read("config/default/kustomization.yaml");
        file = YamlList.Append(file, "resources", JsonValue.Create("../prometheus"));
        file = YamlList.Append(file, "resources", JsonValue.Create("../network-policy"));
        file = YamlList.Append(file, "components", JsonValue.Create("../certmanager"));
        scaffolded.Folder.Write("config/default/kustomization.yaml", file + """
            labels:
            - includeSelectors: true
              pairs: {team: a}
            commonAnnotations: {note: b}
            replicas:
            - {name: controller-manager, count: 2}
            images:
            - {name: controller, newName: registry.example.com:5000/demo, newTag: v1}

            """);
        Compare(scaffolded, "config/default");
    }

    [Fact]
    public void Objects_come_in_an_order_they_can_be_applied_in()
    {
        using var scaffolded = Full(isNamespaced: false);
        var kinds = KustomizeRenderer.Render(scaffolded.Folder["config/default"]).Select(one => one["kind"]!.ToString()).ToList();
        Assert.Equal("Namespace", kinds[0]);
        Assert.True(kinds.IndexOf("ServiceAccount") < kinds.IndexOf("Deployment"));
        Assert.True(kinds.IndexOf("Deployment") < kinds.IndexOf("ValidatingWebhookConfiguration"));
    }

    [Theory]
    [InlineData("resources: [missing.yaml]\n", "missing.yaml")]
    [InlineData("resources: [bases/missing.yaml]\n", "operon generate manifests")]
    [InlineData("configMapGenerator: [{name: a}]\n", "configMapGenerator")]
    [InlineData("resources: text\n", "resources must be a list")]
    [InlineData("patches: [{target: {kind: A}}]\n", "path or patch")]
    [InlineData("resources: [.]\n", "contains itself")]
    public void What_cannot_be_rendered_is_refused_by_file_and_field(string kustomization, string named)
    {
        using var folder = new TemporaryFolder();
        folder.Write("kustomization.yaml", kustomization);
        Assert.Contains(named, Assert.Throws<CommandException>(() => KustomizeRenderer.Render(folder.Path)).Message, StringComparison.Ordinal);
    }

    private static ScaffoldedProject Full(bool isNamespaced)
    {
        var scaffolded = new ScaffoldedProject(isNamespaced);
        scaffolded.AddApi();
        scaffolded.WriteGenerated();
        var name = ResourceName.Of("demo.example.com", "example.com", "v1", "Guestbook", null);
        scaffolded.Add((project, scaffold) => new WebhookScaffold(project, name) { HasDefaulting = true, HasValidation = true }.Plan(scaffold));
        scaffolded.Folder.Write("config/webhook/manifests.yaml", """
            apiVersion: admissionregistration.k8s.io/v1
            kind: ValidatingWebhookConfiguration
            metadata: {name: validating-webhook-configuration}
            webhooks:
            - name: v.example.com
              admissionReviewVersions: [v1]
              sideEffects: None
              clientConfig: {service: {name: webhook-service, namespace: system, path: /validate}}
            """);
        return scaffolded;
    }

    private static void Compare(ScaffoldedProject scaffolded, string folder)
    {
        var kubectl = Environment.GetEnvironmentVariable("KUBECTL") ?? "kubectl";
        string expected;
        try
        {
            using var process = Process.Start(new ProcessStartInfo(kubectl, ["kustomize", scaffolded.Folder[folder]]) { RedirectStandardOutput = true })!;
            expected = process.StandardOutput.ReadToEnd();
            process.WaitForExit();
            Assert.Equal(0, process.ExitCode);
        }
        catch (System.ComponentModel.Win32Exception)
        {
            Assert.Skip("kubectl is not installed; KUBECTL names it.");
            return;
        }

        Assert.Equal(Lines(Yaml.ToJson(expected)), Lines(KustomizeRenderer.Render(scaffolded.Folder[folder])));
    }

    private static string[] Lines(IEnumerable<JsonNode> objects) => [.. objects.Select(one => Sorted(one)!.ToJsonString()).Order(StringComparer.Ordinal)];

    private static JsonNode? Sorted(JsonNode? node) => node switch
    {
        JsonObject json => new JsonObject(json.OrderBy(field => field.Key, StringComparer.Ordinal).Select(field => KeyValuePair.Create(field.Key, Sorted(field.Value)))),
        JsonArray array => new JsonArray([.. array.Select(Sorted)]),
        _ => node?.DeepClone(),
    };
}
