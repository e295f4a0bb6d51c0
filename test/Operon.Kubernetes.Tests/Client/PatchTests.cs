using System.Text.Json.Nodes;
using k8s.Models;
using Xunit;

namespace Operon.Kubernetes.Tests;

public sealed class PatchTests
{
    private static CancellationToken Token => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Every_patch_kind_has_its_media_type()
    {
        using var server = new ScriptedServer((_, _) => ScriptedServer.Json("""{"metadata":{"name":"a"}}"""));
        await using var client = server.Client(options => options with { UserAgent = "shop/1" });
        var maps = client.Resource(ResourceKinds.ConfigMap);
        await maps.PatchAsync("ns", "a", Patch.Merge(new JsonObject()), Token);
        await maps.PatchAsync("ns", "a", Patch.StrategicMerge(new JsonObject()), Token);
        await maps.PatchAsync("ns", "a", Patch.Json([]), Token);
        await maps.PatchAsync("ns", "a", Patch.Apply([]), Token);

        const string Path = "PATCH /api/v1/namespaces/ns/configmaps/a";
        Assert.Equal(
            [
                $"{Path} application/merge-patch+json {{}}",
                $"{Path} application/strategic-merge-patch+json {{}}",
                $"{Path} application/json-patch+json []",
                $"{Path}?fieldManager=shop application/apply-patch+yaml {{}}",
            ],
            server.Lines);
    }

    [Fact]
    public void A_patch_from_a_snapshot_holds_what_was_set_changed_and_removed_and_nothing_else()
    {
        var deployment = Deployment();
        var before = ResourceKinds.Deployment.Snapshot(deployment);

        deployment.Spec.Replicas = 3;
        deployment.Spec.Paused = null;
        deployment.Metadata.Labels.Remove("old");
        deployment.Metadata.Labels["new"] = "1";
        deployment.Metadata.Annotations = null;

        Assert.Equal(
            """{"metadata":{"labels":{"new":"1","old":null},"annotations":null},"spec":{"replicas":3,"paused":null}}""",
            Patch.MergeFrom(before, deployment).Body.ToJsonString());
    }

    [Fact]
    public void An_optimistic_lock_adds_the_version_that_was_read()
    {
        var deployment = Deployment();
        var before = ResourceKinds.Deployment.Snapshot(deployment);
        deployment.Spec.Replicas = 3;
        Assert.Equal("""{"spec":{"replicas":3},"metadata":{"resourceVersion":"7"}}""", before.PatchTo(deployment, optimisticLock: true).Body.ToJsonString());

        var unread = ResourceKinds.Deployment.Snapshot(new V1Deployment { Metadata = new V1ObjectMeta { Name = "a" } });
        Assert.Throws<InvalidOperationException>(() => unread.PatchTo(deployment, optimisticLock: true));
    }

    [Fact]
    public async Task A_change_goes_to_the_server_as_one_patch_and_no_change_goes_nowhere()
    {
        using var server = new ScriptedServer((_, _) => ScriptedServer.Json("""{"metadata":{"name":"web","resourceVersion":"8"}}"""));
        await using var client = server.Client();
        var deployments = client.Resource(ResourceKinds.Deployment);
        var deployment = Deployment();
        var before = deployments.Kind.Snapshot(deployment);

        Assert.Same(deployment, await deployments.PatchAsync(before, deployment, Token));
        Assert.Empty(server.Lines);

        deployment.Spec.Template = new V1PodTemplateSpec { Spec = new V1PodSpec { Containers = [new V1Container { Name = "c" }] } };
        Assert.Equal("8", (await deployments.PatchAsync(before, deployment, Token)).Metadata.ResourceVersion);
        Assert.Equal(
            """PATCH /apis/apps/v1/namespaces/ns/deployments/web application/merge-patch+json {"spec":{"template":{"spec":{"containers":[{"name":"c"}]}}}}""",
            server.Lines.Single());
    }

    private static V1Deployment Deployment() => new()
    {
        Metadata = new V1ObjectMeta
        {
            Name = "web",
            NamespaceProperty = "ns",
            ResourceVersion = "7",
            Labels = new Dictionary<string, string> { ["old"] = "1", ["kept"] = "1" },
            Annotations = new Dictionary<string, string> { ["a"] = "1" },
        },
        Spec = new V1DeploymentSpec { Replicas = 1, Paused = true, Selector = new V1LabelSelector() },
    };
}
