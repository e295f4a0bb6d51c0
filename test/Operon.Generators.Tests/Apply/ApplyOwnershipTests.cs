using Operon.Testing;
using Xunit;

namespace Operon.Generators.Tests;

public sealed class ApplyOwnershipTests
{
    private const string Crd = """
        apiVersion: apiextensions.k8s.io/v1
        kind: CustomResourceDefinition
        metadata: {name: gardens.example.com}
        spec:
          group: example.com
          scope: Namespaced
          names: {plural: gardens, singular: garden, kind: Garden, listKind: GardenList}
          versions:
          - name: v1
            served: true
            storage: true
            subresources: {status: {}}
            schema:
              openAPIV3Schema:
                type: object
                properties:
                  spec:
                    type: object
                    properties:
                      size: {type: integer, format: int32}
                      owner: {type: string}
                      soil-kind: {type: string, nullable: true, default: loam}
                      tags: {type: array, x-kubernetes-list-type: set, items: {type: string}}
                      notes: {type: object, additionalProperties: {type: string}}
                      beds:
                        type: array
                        x-kubernetes-list-type: map
                        x-kubernetes-list-map-keys: [name]
                        items:
                          type: object
                          required: [name]
                          properties:
                            name: {type: string}
                            plants: {type: integer, format: int32}
                            edge: {type: object, properties: {height: {type: integer, format: int32}, color: {type: string}}}
                  status: {type: object, properties: {phase: {type: string}}}
        """;

    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Managers_own_what_they_set_and_an_extracted_form_gives_up_what_is_taken_out()
    {
        var result = await RunAsync("""
            var gardens = client.Resource(Garden.Resource);
            async Task<Garden> Apply(string manager, GardenApply form) => await gardens.ApplyAsync(form, new WriteOptions { FieldManager = manager }, cancellation);

            await Apply("a", new("g", "default") { Spec = new() { Size = 1, Owner = "a", Tags = ["x", "y"], Beds = [new() { Name = "one", Plants = 1 }] }, Metadata = { Labels = new Dictionary<string, string> { ["from-a"] = "1" } } });
            var both = await Apply("b", new("g", "default") { Spec = new() { Tags = ["z"], Notes = new Dictionary<string, string> { ["n"] = "b" }, Beds = [new() { Name = "one", Edge = new() { Height = 2 } }, new() { Name = "two" }] } });

            var mine = GardenApply.Extract(both, "a");
            var theirs = GardenApply.Extract(both, "b").ToJson().ToJsonString();
            var extracted = mine.ToJson().ToJsonString();
            mine.Spec!.Unset("beds");
            mine.Spec.Tags = ["x"];
            var after = await Apply("a", mine);
            return string.Join("\n", extracted, theirs, GardenApply.Extract(after, "a").ToJson()["spec"]!.ToJsonString(), after.Spec.Tags.Count + " " + after.Spec.Beds.Count + " " + after.Spec.Beds[0].Plants);
            """);

        Assert.Equal(
            [
                "{\"apiVersion\":\"example.com/v1\",\"kind\":\"Garden\",\"metadata\":{\"name\":\"g\",\"namespace\":\"default\",\"labels\":{\"from-a\":\"1\"}},\"spec\":{\"size\":1,\"owner\":\"a\",\"tags\":[\"x\",\"y\"],\"beds\":[{\"name\":\"one\",\"plants\":1}]}}",
                "{\"apiVersion\":\"example.com/v1\",\"kind\":\"Garden\",\"metadata\":{\"name\":\"g\",\"namespace\":\"default\"},\"spec\":{\"tags\":[\"z\"],\"notes\":{\"n\":\"b\"},\"beds\":[{\"name\":\"one\",\"edge\":{\"height\":2}},{\"name\":\"two\"}]}}",
                "{\"size\":1,\"owner\":\"a\",\"tags\":[\"x\"]}",
                "2 2 0",
            ],
            result.Split('\n'));
    }

    [Fact]
    public async Task A_conflict_names_the_other_manager_and_its_field_and_force_takes_it_over()
    {
        var result = await RunAsync("""
            var gardens = client.Resource(Garden.Resource);
            await gardens.ApplyAsync(new GardenApply("g", "default") { Spec = new() { Owner = "a", Size = 1 } }, new WriteOptions { FieldManager = "a" }, cancellation);
            var form = new GardenApply("g", "default") { Spec = new() { Size = 2 } };
            var conflict = "";
            try { await gardens.ApplyAsync(form, new WriteOptions { FieldManager = "b" }, cancellation); }
            catch (ApplyConflictException e) { conflict = string.Join(";", e.Conflicts.Select(one => one.Manager + " " + one.Field)); }
            var taken = await gardens.ApplyAsync(form, new WriteOptions { FieldManager = "b", Force = true }, cancellation);
            return conflict + "|" + GardenApply.Extract(taken, "a").ToJson()["spec"]!.ToJsonString() + "|" + GardenApply.Extract(taken, "b").ToJson()["spec"]!.ToJsonString();
            """);

        Assert.Equal("a .spec.size|{\"owner\":\"a\"}|{\"size\":2}", result);
    }

    [Fact]
    public async Task A_field_that_is_not_set_gets_its_default_and_is_nobodys()
    {
        var result = await RunAsync("""
            var garden = await client.Resource(Garden.Resource).ApplyAsync(new GardenApply("g", "default") { Spec = new() { Owner = "a" } }, new WriteOptions { FieldManager = "a" }, cancellation);
            return garden.Spec.SoilKind + " " + GardenApply.Extract(garden, "a").ToJson()["spec"]!.ToJsonString();
            """);

        Assert.Equal("loam {\"owner\":\"a\"}", result);
    }

    [Fact]
    public async Task A_null_that_is_owned_is_extracted_as_null()
    {
        var result = await RunAsync("""
            await Task.CompletedTask;
            var garden = new Garden { Metadata = new() { Name = "g", NamespaceProperty = "home" }, Spec = new() { Owner = "a" } };
            garden.Metadata.ManagedFields = [new() { Manager = "a", Operation = "Apply", FieldsV1 = JsonDocument.Parse("{\"f:spec\":{\"f:soil-kind\":{}}}").RootElement }];
            return GardenApply.Extract(garden, "a").ToJson()["spec"]!.ToJsonString();
            """);

        Assert.Equal("{\"soil-kind\":null}", result);
    }

    [Fact]
    public async Task A_field_the_type_does_not_know_is_refused_because_applying_would_remove_it()
    {
        var result = await RunAsync("""
            await Task.CompletedTask;
            var garden = new Garden { Metadata = new() { Name = "g", NamespaceProperty = "home" }, Spec = new() { Owner = "a" } };
            garden.Metadata.ManagedFields = [new() { Manager = "a", Operation = "Apply", FieldsV1 = JsonDocument.Parse("{\"f:spec\":{\"f:newer\":{}}}").RootElement }];
            try { GardenApply.Extract(garden, "a"); return ""; } catch (JsonException e) { return e.Message; }
            """);

        Assert.Contains("GardenSpecApply has no member for the field 'newer'", result, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_map_that_was_applied_empty_is_extracted_empty_when_others_own_entries()
    {
        var result = await RunAsync("""
            var gardens = client.Resource(Garden.Resource);
            await gardens.ApplyAsync(new GardenApply("g", "default") { Spec = new() { Owner = "a", Notes = new Dictionary<string, string>() } }, new WriteOptions { FieldManager = "a" }, cancellation);
            var garden = await gardens.ApplyAsync(new GardenApply("g", "default") { Spec = new() { Notes = new Dictionary<string, string> { ["n"] = "b" } } }, new WriteOptions { FieldManager = "b" }, cancellation);
            return GardenApply.Extract(garden, "a").ToJson()["spec"]!.ToJsonString();
            """);

        Assert.Equal("{\"owner\":\"a\",\"notes\":{}}", result);
    }

    [Fact]
    public async Task Status_is_applied_and_extracted_as_a_subresource()
    {
        var result = await RunAsync("""
            var gardens = client.Resource(Garden.Resource);
            await gardens.ApplyAsync(new GardenApply("g", "default") { Spec = new() { Owner = "a" } }, new WriteOptions { FieldManager = "a" }, cancellation);
            var garden = await gardens.ApplyAsync(new GardenApply("g", "default") { Status = new() { Phase = "Ready" } }, new WriteOptions { FieldManager = "a" }, cancellation, subresource: "status");
            return GardenApply.Extract(garden, "a").ToJson()["status"] + "|" + GardenApply.Extract(garden, "a", "status").ToJson()["status"]!.ToJsonString() + "|" + GardenApply.Extract(garden, "nobody").SetFields.Count();
            """);

        Assert.Equal("|{\"phase\":\"Ready\"}|0", result);
    }

    [Fact]
    public async Task An_object_without_managed_fields_is_refused_with_the_reason()
    {
        var result = await RunAsync("""
            await Task.CompletedTask;
            try { GardenApply.Extract(new Garden { Metadata = new() { Name = "g", NamespaceProperty = "home" }, Spec = new() { Owner = "a" } }, "a"); return ""; }
            catch (ArgumentException e) { return e.Message; }
            """);

        Assert.Contains("Garden home/g carries no metadata.managedFields, so that nobody can tell what 'a' owns", result, StringComparison.Ordinal);
    }

    private static async Task<string> RunAsync(string body)
    {
        var method = await GardenProgram.MethodAsync($"async Task<string> Run(IKubernetesClient client, CancellationToken cancellation) {{ {body} }}");
        await using var cluster = await TestCluster.StartAsync(new() { AlwaysInProcess = true, Manifests = [Crd] }, Cancellation);
        return await (Task<string>)method.Invoke(null, [cluster.Client, Cancellation])!;
    }
}
