using k8s.Models;
using Operon.Kubernetes;
using Xunit;

namespace Operon.Runtime.Tests;

public sealed class DependentGraphTests
{
    [Fact]
    public void A_cycle_is_refused_and_named()
    {
        var error = Assert.Throws<ArgumentException>(() => DependentGraph.For<UntypedObject>()
            .Add("first", ResourceKinds.ConfigMap, _ => new V1ConfigMap())
            .Add("a", ResourceKinds.ConfigMap, _ => new V1ConfigMap(), a => a.DependsOn("first", "c"))
            .Add("b", ResourceKinds.ConfigMap, _ => new V1ConfigMap(), b => b.DependsOn("a"))
            .Add("c", ResourceKinds.ConfigMap, _ => new V1ConfigMap(), c => c.DependsOn("b"))
            .Build());
        Assert.Contains("a -> c -> b -> a", error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void A_dependency_that_does_not_exist_is_refused_with_those_that_do()
    {
        var error = Assert.Throws<ArgumentException>(() => DependentGraph.For<UntypedObject>()
            .Add("config", ResourceKinds.ConfigMap, _ => new V1ConfigMap())
            .Add("web", ResourceKinds.Deployment, _ => new V1Deployment(), web => web.DependsOn("confg"))
            .Build());
        Assert.Contains("'web' depends on 'confg'", error.Message, StringComparison.Ordinal);
        Assert.Contains("config, web", error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void A_name_used_twice_or_unfit_for_objects_is_refused()
    {
        Assert.Throws<ArgumentException>(() => DependentGraph.For<UntypedObject>()
            .Add("a", ResourceKinds.ConfigMap, _ => new V1ConfigMap())
            .Add("a", ResourceKinds.Secret, _ => new V1Secret())
            .Build());
        Assert.Throws<ArgumentException>(() => DependentGraph.For<UntypedObject>().Add("My Config", ResourceKinds.ConfigMap, _ => new V1ConfigMap()));
    }

    [Fact]
    public void Dependents_are_sorted_after_those_they_depend_on()
    {
        var graph = DependentGraph.For<UntypedObject>()
            .Add("route", ResourceKinds.Service, _ => new V1Service(), route => route.DependsOn("web"))
            .Add("web", ResourceKinds.Deployment, _ => new V1Deployment(), web => web.DependsOn("config"))
            .Add("config", ResourceKinds.ConfigMap, _ => new V1ConfigMap())
            .Build();
        Assert.Equal(["config", "web", "route"], graph.Nodes.Select(node => node.Name));
    }

    [Fact]
    public void Long_default_names_are_cut_and_stay_distinct()
    {
        var primary = new ObjectKey("ns", new string('p', 60));
        var one = DependentNames.For(primary, "web", "a", inSameNamespace: true);
        var other = DependentNames.For(primary, "web", "b", inSameNamespace: true);
        Assert.Equal(63, one.Length);
        Assert.NotEqual(one, other);
        Assert.Equal(one, DependentNames.For(primary, "web", "a", inSameNamespace: true));
        Assert.Equal("shop-web", DependentNames.For(new ObjectKey("ns", "shop"), "web", "", inSameNamespace: true));
        Assert.Equal("ns-shop-web-a", DependentNames.For(new ObjectKey("ns", "shop"), "web", "a", inSameNamespace: false));
    }

    [Theory]
    [InlineData("""{"a":1}""", """{"a":1,"b":2}""", true)]
    [InlineData("""{"a":1}""", """{"a":2}""", false)]
    [InlineData("""{"a":[{"name":"x","i":1}]}""", """{"a":[{"name":"injected"},{"name":"x","i":1,"d":0}]}""", true)]
    [InlineData("""{"a":[{"name":"x","i":1}]}""", """{"a":[{"name":"x","i":2}]}""", false)]
    [InlineData("""{"a":["x"]}""", """{"a":["x","y"]}""", false)]
    [InlineData("""{"a":[]}""", """{"a":["y"]}""", false)]
    [InlineData("""{"a":{"b":"c"}}""", """{}""", false)]
    public void Desired_state_matches_when_the_actual_one_has_all_of_it(string desired, string actual, bool matches) =>
        Assert.Equal(matches, DesiredJson.IsWithin(System.Text.Json.Nodes.JsonNode.Parse(desired), System.Text.Json.Nodes.JsonNode.Parse(actual)));
}
