using System.Net;
using System.Text.Json.Nodes;
using System.Text.Json.Serialization;
using k8s;
using k8s.Models;
using Xunit;

namespace Operon.Kubernetes.Tests;

public sealed class ApplyTests
{
    private const string Answer = """{"metadata":{"name":"web","namespace":"ns","resourceVersion":"2"},"spec":{"replicas":1,"selector":{}}}""";
    private static readonly ResourceType _database = new("db.example.com", "v1", "Database", "databases", true);

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    [Fact]
    public async Task A_record_sends_only_its_set_fields_for_a_built_in_kind_and_the_answer_is_the_model()
    {
        using var server = new ScriptedServer((_, _) => ScriptedServer.Json(Answer));
        await using var client = server.Client();
        var form = new DeploymentForm { Metadata = Named("web"), Spec = new DeploymentFormSpec(Replicas: null, Paused: false) };

        var deployment = await client.Resource(ResourceKinds.Deployment).ApplyAsync(
            form, KubernetesJson.TypeInfo<DeploymentForm>(ApplyContext.Default), new WriteOptions { FieldManager = "shop", Force = true, FieldValidation = FieldValidations.Strict }, Token);

        Assert.Equal(1, deployment.Spec.Replicas);
        Assert.Equal(
            """PATCH /apis/apps/v1/namespaces/ns/deployments/web?fieldManager=shop&fieldValidation=Strict&force=true application/apply-patch+yaml {"apiVersion":"apps/v1","kind":"Deployment","metadata":{"name":"web","namespace":"ns"},"spec":{"paused":false}}""",
            server.Lines.Single());
    }

    [Fact]
    public async Task A_record_works_the_same_for_a_custom_resource_and_its_status()
    {
        using var server = new ScriptedServer((_, _) => ScriptedServer.Json("""{"apiVersion":"db.example.com/v1","kind":"Database","metadata":{"name":"d"},"status":{"ready":true}}"""));
        await using var client = server.Client(options => options with { FieldManager = "controller" });
        var databases = client.Resource(new ResourceKind<DatabaseForm>(_database, KubernetesJson.TypeInfo<DatabaseForm>(ApplyContext.Default)));

        var answer = await databases.ApplyAsync(
            new DatabaseForm { Metadata = Named("d"), Status = new DatabaseFormStatus(true, null) }, new WriteOptions(), Token, subresource: "status");

        Assert.True(answer.Status!.Ready);
        Assert.Equal(
            """PATCH /apis/db.example.com/v1/namespaces/ns/databases/d/status?fieldManager=controller application/apply-patch+yaml {"apiVersion":"db.example.com/v1","kind":"Database","metadata":{"name":"d","namespace":"ns"},"status":{"ready":true}}""",
            server.Lines.Single());
    }

    [Fact]
    public async Task A_model_and_an_untyped_object_send_what_was_set()
    {
        using var server = new ScriptedServer((_, _) => ScriptedServer.Json(Answer));
        await using var client = server.Client(options => options with { UserAgent = "shop/1.2" });

        await client.Resource(ResourceKinds.ConfigMap).ApplyAsync(new V1ConfigMap { Metadata = Named("web"), Data = new Dictionary<string, string> { ["a"] = "1" } }, new WriteOptions(), Token);
        await client.Resource(ResourceKinds.Untyped(_database)).ApplyAsync(new UntypedObject { Metadata = Named("d"), Fields = new JsonObject { ["spec"] = new JsonObject { ["size"] = 3 } } }, new WriteOptions(), Token);

        Assert.Equal(
            [
                """PATCH /api/v1/namespaces/ns/configmaps/web?fieldManager=shop application/apply-patch+yaml {"apiVersion":"v1","data":{"a":"1"},"kind":"ConfigMap","metadata":{"name":"web","namespace":"ns"}}""",
                """PATCH /apis/db.example.com/v1/namespaces/ns/databases/d?fieldManager=shop application/apply-patch+yaml {"apiVersion":"db.example.com/v1","kind":"Database","metadata":{"name":"d","namespace":"ns"},"spec":{"size":3}}""",
            ],
            server.Lines);
    }

    [Fact]
    public async Task A_conflict_names_each_other_manager_and_its_field()
    {
        const string Conflict = """
            {"kind":"Status","apiVersion":"v1","metadata":{},"status":"Failure","message":"Apply failed with 3 conflicts: ...","reason":"Conflict","code":409,"details":{"causes":[
              {"reason":"FieldManagerConflict","message":"conflict with \"horizontal-pod-autoscaler\" with subresource \"scale\" using apps/v1 at 2026-01-31T12:00:00Z","field":".spec.replicas"},
              {"reason":"FieldManagerConflict","message":"conflict with \"team \\\"a\\\"\"","field":".spec.template.spec.containers[name=\"c\"].image"},
              {"reason":"FieldManagerConflict","message":"conflict with \"horizontal-pod-autoscaler\" using apps/v1","field":".spec.paused"}]}}
            """;
        using var server = new ScriptedServer((_, _) => ScriptedServer.Json(Conflict, HttpStatusCode.Conflict));
        await using var client = server.Client();

        var e = await Assert.ThrowsAsync<ApplyConflictException>(() => client.Resource(ResourceKinds.ConfigMap).ApplyAsync(
            new V1ConfigMap { Metadata = Named("web") }, new WriteOptions { FieldManager = "me" }, Token));

        Assert.True(e.IsConflict);
        Assert.Equal(["horizontal-pod-autoscaler", "team \"a\""], e.Managers);
        Assert.Equal(
            [
                new FieldConflict("horizontal-pod-autoscaler", ".spec.replicas", "scale", "apps/v1"),
                new FieldConflict("team \"a\"", ".spec.template.spec.containers[name=\"c\"].image", null, null),
                new FieldConflict("horizontal-pod-autoscaler", ".spec.paused", null, "apps/v1"),
            ],
            e.Conflicts);
    }

    [Fact]
    public async Task A_conflict_of_versions_is_no_apply_conflict()
    {
        using var server = new ScriptedServer((_, _) => ScriptedServer.Json("""{"kind":"Status","reason":"Conflict","code":409,"message":"the object has been modified"}""", HttpStatusCode.Conflict));
        await using var client = server.Client();
        var e = await Assert.ThrowsAsync<KubernetesApiException>(() => client.Resource(ResourceKinds.ConfigMap).UpdateAsync(new V1ConfigMap { Metadata = Named("web") }, Token));
        Assert.True(e.IsConflict);
    }

    [Fact]
    public async Task An_object_that_was_read_is_not_applied_by_accident()
    {
        using var server = new ScriptedServer((_, _) => ScriptedServer.Json(Answer));
        await using var client = server.Client();
        var read = new V1ConfigMap { Metadata = Named("web") };
        read.Metadata.ManagedFields = [new V1ManagedFieldsEntry { Manager = "other" }];
        var e = await Assert.ThrowsAsync<ArgumentException>(() => client.Resource(ResourceKinds.ConfigMap).ApplyAsync(read, new WriteOptions { FieldManager = "me" }, Token));
        Assert.Contains("metadata.managedFields", e.Message, StringComparison.Ordinal);
        Assert.Empty(server.Lines);
    }

    private static V1ObjectMeta Named(string name) => new() { Name = name, NamespaceProperty = "ns" };

    internal sealed class DeploymentForm : IKubernetesObject<V1ObjectMeta>
    {
        public string? ApiVersion { get; set; }

        public string? Kind { get; set; }

        public V1ObjectMeta Metadata { get; set; } = new();

        public DeploymentFormSpec? Spec { get; set; }
    }

    internal sealed record DeploymentFormSpec(int? Replicas, bool? Paused);

    internal sealed class DatabaseForm : IKubernetesObject<V1ObjectMeta>
    {
        public string? ApiVersion { get; set; }

        public string? Kind { get; set; }

        public V1ObjectMeta Metadata { get; set; } = new();

        public DatabaseFormStatus? Status { get; set; }
    }

    internal sealed record DatabaseFormStatus(bool? Ready, string? Endpoint);
}

[JsonSerializable(typeof(ApplyTests.DeploymentForm))]
[JsonSerializable(typeof(ApplyTests.DatabaseForm))]
internal sealed partial class ApplyContext : JsonSerializerContext;
