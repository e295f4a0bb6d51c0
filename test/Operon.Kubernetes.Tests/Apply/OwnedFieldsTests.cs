using System.Text.Json;
using k8s.Models;
using Xunit;

namespace Operon.Kubernetes.Tests;

public sealed class OwnedFieldsTests
{
    [Fact]
    public void Items_of_a_map_list_are_found_by_their_keys_and_keep_keys_that_defaults_filled_in()
    {
        var owned = Extract(
            """{"f:spec":{"f:template":{"f:spec":{"f:containers":{"k:{\"name\":\"web\"}":{".":{},"f:image":{},"f:name":{},"f:ports":{"k:{\"containerPort\":80,\"protocol\":\"TCP\"}":{".":{},"f:containerPort":{}}}}}}}}}""");

        Assert.Equal(
            """{"template":{"spec":{"containers":[{"image":"nginx","name":"web","ports":[{"containerPort":80,"protocol":"TCP"}]}]}}}""",
            owned.Fields["spec"]!.ToJsonString());
    }

    [Fact]
    public void A_leaf_is_a_whole_value_and_parts_of_others_stay_theirs()
    {
        var owned = Extract("""{"f:metadata":{"f:labels":{"f:mine":{}}},"f:spec":{"f:selector":{}}}""", """{"f:metadata":{"f:labels":{".":{},"f:theirs":{}}},"f:spec":{"f:replicas":{}}}""");

        Assert.Equal("""{"selector":{"matchLabels":{"app":"web"}}}""", owned.Fields["spec"]!.ToJsonString());
        Assert.Equal(["mine"], owned.Metadata.Labels.Keys);
    }

    [Fact]
    public void Values_of_a_set_and_items_by_place_come_in_the_order_of_the_object()
    {
        var owned = Extract("""{"f:metadata":{"f:finalizers":{"v:\"example.com/b\"":{},"v:\"example.com/a\"":{},"v:\"example.com/gone\"":{}}},"f:spec":{"f:template":{"f:spec":{"f:containers":{"i:1":{"f:image":{}}}}}}}""");

        Assert.Equal(["example.com/a", "example.com/b"], owned.Metadata.Finalizers);
        Assert.Equal("""[{"image":"proxy"}]""", owned.Fields["spec"]!["template"]!["spec"]!["containers"]!.ToJsonString());
    }

    [Fact]
    public void The_part_carries_what_names_the_object_and_nothing_a_form_must_not_have()
    {
        var owned = Extract("""{"f:spec":{"f:replicas":{}}}""");

        Assert.Equal("""{"apiVersion":"apps/v1","kind":"Deployment","metadata":{"name":"web","namespace":"shop"},"spec":{"replicas":3}}""", owned.ToJson().ToJsonString());
    }

    [Fact]
    public void Fields_of_others_of_updates_and_of_subresources_do_not_count()
    {
        var deployment = Deployment();
        deployment.Metadata.ManagedFields =
        [
            Entry("other", "Apply", """{"f:spec":{"f:replicas":{}}}"""),
            Entry("me", "Update", """{"f:spec":{"f:replicas":{}}}"""),
            Entry("me", "Apply", """{"f:status":{"f:replicas":{}}}""", "status"),
        ];

        Assert.Empty(OwnedFields.Extract(ResourceKinds.Deployment, deployment, "me").Fields);
        Assert.Equal("""{"replicas":2}""", OwnedFields.Extract(ResourceKinds.Deployment, deployment, "me", "status").Fields["status"]!.ToJsonString());
    }

    [Fact]
    public void An_object_without_managed_fields_is_refused()
    {
        var error = Assert.Throws<ArgumentException>(() => OwnedFields.Extract(ResourceKinds.Deployment, Deployment(), "me"));

        Assert.StartsWith("Deployment shop/web carries no metadata.managedFields", error.Message, StringComparison.Ordinal);
    }

    private static UntypedObject Extract(string mine, string? theirs = null)
    {
        var deployment = Deployment();
        deployment.Metadata.ManagedFields = [Entry("me", "Apply", mine), .. theirs is null ? [] : new[] { Entry("other", "Apply", theirs) }];
        return OwnedFields.Extract(ResourceKinds.Deployment, deployment, "me");
    }

    private static V1ManagedFieldsEntry Entry(string manager, string operation, string fields, string? subresource = null)
    {
        using var document = JsonDocument.Parse(fields);
        return new V1ManagedFieldsEntry { Manager = manager, Operation = operation, FieldsType = "FieldsV1", FieldsV1 = document.RootElement.Clone(), Subresource = subresource };
    }

    private static V1Deployment Deployment() => new()
    {
        Metadata = new V1ObjectMeta
        {
            Name = "web",
            NamespaceProperty = "shop",
            Uid = "1",
            ResourceVersion = "7",
            Labels = new Dictionary<string, string> { ["mine"] = "1", ["theirs"] = "2" },
            Finalizers = ["example.com/a", "example.com/b", "example.com/c"],
        },
        Spec = new V1DeploymentSpec
        {
            Replicas = 3,
            Selector = new V1LabelSelector { MatchLabels = new Dictionary<string, string> { ["app"] = "web" } },
            Template = new V1PodTemplateSpec
            {
                Spec = new V1PodSpec
                {
                    Containers =
                    [
                        new V1Container { Name = "web", Image = "nginx", Ports = [new V1ContainerPort { ContainerPort = 80, Protocol = "TCP", Name = "http" }] },
                        new V1Container { Name = "side", Image = "proxy" },
                    ],
                },
            },
        },
        Status = new V1DeploymentStatus { Replicas = 2 },
    };
}
