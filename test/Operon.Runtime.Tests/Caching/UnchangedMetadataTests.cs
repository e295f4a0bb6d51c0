using k8s.Models;
using Xunit;

namespace Operon.Runtime.Tests;

public sealed class UnchangedMetadataTests
{
    [Fact]
    public void What_did_not_change_stays_the_same_object()
    {
        var (before, now) = (Sample(), Sample());
        UnchangedMetadata.Keep(before, now);
        Assert.Same(before.Name, now.Name);
        Assert.Same(before.Uid, now.Uid);
        Assert.Same(before.Labels, now.Labels);
        Assert.Same(before.Annotations, now.Annotations);
        Assert.Same(before.Finalizers, now.Finalizers);
        Assert.Same(before.OwnerReferences, now.OwnerReferences);
    }

    [Fact]
    public void What_changed_is_new_and_the_version_before_stays_as_it_was()
    {
        var (before, now) = (Sample(), Sample());
        now.ResourceVersion = "2";
        now.Labels["app"] = "y";
        now.Annotations.Remove("a");
        now.Finalizers.Add("g");
        now.OwnerReferences[0].Controller = false;
        UnchangedMetadata.Keep(before, now);
        Assert.Equal("2", now.ResourceVersion);
        Assert.Equal("y", now.Labels["app"]);
        Assert.Equal("x", before.Labels["app"]);
        Assert.Equal(["b"], now.Annotations.Keys);
        Assert.Equal(["a", "b"], before.Annotations.Keys);
        Assert.Same(before.Annotations["b"], now.Annotations["b"]);
        Assert.Equal(["f", "g"], now.Finalizers);
        Assert.Equal(["f"], before.Finalizers);
        Assert.False(now.OwnerReferences[0].Controller);
        Assert.True(before.OwnerReferences[0].Controller);
    }

    [Fact]
    public void Another_object_of_the_same_name_shares_nothing()
    {
        var (before, now) = (Sample(), Sample());
        now.Uid = "other";
        UnchangedMetadata.Keep(before, now);
        Assert.Equal("other", now.Uid);
        Assert.NotSame(before.Labels, now.Labels);
    }

    [Fact]
    public void What_is_gone_or_new_as_a_whole_is_so()
    {
        var (before, now) = (Sample(), new V1ObjectMeta { Uid = "u" });
        UnchangedMetadata.Keep(before, now);
        Assert.Null(now.Labels);
        Assert.Null(now.Finalizers);
        Assert.Null(now.OwnerReferences);
        var full = Sample();
        UnchangedMetadata.Keep(now, full);
        Assert.Equal("x", full.Labels["app"]);
        Assert.Null(now.Labels);
    }

    private static V1ObjectMeta Sample() => new()
    {
        Name = Text("name"),
        Uid = Text("u"),
        ResourceVersion = "1",
        Labels = new Dictionary<string, string> { [Text("app")] = Text("x") },
        Annotations = new Dictionary<string, string> { [Text("a")] = Text("1"), [Text("b")] = Text("2") },
        Finalizers = new List<string> { Text("f") },
        OwnerReferences = new List<V1OwnerReference> { new() { ApiVersion = "v1", Kind = "K", Name = "n", Uid = Text("o"), Controller = true } },
    };

    private static string Text(string text) => new(text.AsSpan());
}
