using Operon.Testing;
using Xunit;

namespace Operon.Generators.Tests;

public sealed class ModelApplyFormTests
{
    private const string Usings = """
        using System;
        using System.Collections.Generic;
        using System.Linq;
        using System.Threading;
        using System.Threading.Tasks;
        using Demo.ApplyForms;
        using k8s.Models;
        using Operon.Kubernetes;
        [assembly: ApplyForm<V1StatefulSet>]
        [assembly: ApplyForm<V1Lease>]
        [assembly: ApplyForm<V1Ingress>]
        namespace Demo;

        """;

    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Models_get_forms_on_request_that_own_what_they_set()
    {
        var program = await Compiled.FromAsync(Usings + """
            public static class Probe
            {
                public static async Task<string> Run(IKubernetesClient client, CancellationToken cancellation)
                {
                    var labels = new Dictionary<string, string> { ["app"] = "db" };
                    V1StatefulSetApply Form(int replicas) => new("db", "default")
                    {
                        Spec = new()
                        {
                            Replicas = replicas, ServiceName = "db", Selector = new() { MatchLabels = labels },
                            Template = new()
                            {
                                Metadata = new() { Labels = labels },
                                Spec = new() { Containers = [new() { Name = "db", Image = "postgres", Resources = new() { Requests = new Dictionary<string, ResourceQuantity> { ["cpu"] = new("1") } }, Ports = [new() { ContainerPort = 5432, Protocol = "TCP" }] }] },
                            },
                            VolumeClaimTemplates = [new() { Metadata = new() { Name = "data" }, Spec = new() { AccessModes = ["ReadWriteOnce"], Resources = new() { Requests = new Dictionary<string, ResourceQuantity> { ["storage"] = new("1Gi") } } } }],
                        },
                    };
                    var sets = client.Resource(ResourceKinds.StatefulSet);
                    await sets.ApplyAsync(Form(3), new WriteOptions { FieldManager = "a" }, cancellation);
                    var image = new V1StatefulSetApply("db", "default") { Spec = new() { Template = new() { Spec = new() { Containers = [new() { Name = "db", ImagePullPolicy = "Always" }] } } } };
                    var set = await sets.ApplyAsync(image, new WriteOptions { FieldManager = "b" }, cancellation);
                    var again = V1StatefulSetApply.Extract(set, "a");
                    return $"{set.Spec.Template.Spec.Containers[0].ImagePullPolicy} {again.Spec!.Replicas} {string.Join(",", again.Spec.SetFields)} {V1StatefulSetApply.Extract(set, "b").ToJson()["spec"]!.ToJsonString()}";
                }
            }
            """);
        Assert.Empty(program.Errors);
        var run = program.Load().GetType("Demo.Probe")!.GetMethod("Run")!;
        await using var cluster = await TestCluster.StartAsync(new() { AlwaysInProcess = true }, Cancellation);

        var result = await (Task<string>)run.Invoke(null, [cluster.Client, Cancellation])!;

        Assert.Equal(
            "Always 3 replicas,selector,serviceName,template,volumeClaimTemplates {\"template\":{\"spec\":{\"containers\":[{\"imagePullPolicy\":\"Always\",\"name\":\"db\"}]}}}",
            result);
    }

    [Fact]
    public async Task Times_with_fractions_and_kinds_without_a_word_are_written_as_servers_want_them()
    {
        var program = await Compiled.FromAsync(Usings + """
            public static class Probe
            {
                public static string Run() =>
                    new V1LeaseApply("l", "default") { Spec = new() { RenewTime = new DateTime(2026, 1, 31, 12, 0, 0, DateTimeKind.Utc), HolderIdentity = null } }.ToJson().ToJsonString()
                    + new V1IngressApply("i", "default") { Spec = new() { IngressClassName = "nginx" } }.ToJson().ToJsonString();
            }
            """);
        Assert.Empty(program.Errors);

        Assert.Equal(
            "{\"apiVersion\":\"coordination.k8s.io/v1\",\"kind\":\"Lease\",\"metadata\":{\"name\":\"l\",\"namespace\":\"default\"},\"spec\":{\"holderIdentity\":null,\"renewTime\":\"2026-01-31T12:00:00.000000Z\"}}"
            + "{\"apiVersion\":\"networking.k8s.io/v1\",\"kind\":\"Ingress\",\"metadata\":{\"name\":\"i\",\"namespace\":\"default\"},\"spec\":{\"ingressClassName\":\"nginx\"}}",
            program.Load().GetType("Demo.Probe")!.GetMethod("Run")!.Invoke(null, null));
    }
}
