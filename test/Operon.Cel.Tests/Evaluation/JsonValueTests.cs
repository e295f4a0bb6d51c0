using System.Text.Json.Nodes;
using Xunit;

namespace Operon.Cel.Tests.Evaluation;

public sealed class JsonValueTests
{
    private static readonly CelType Port = CelSchema.Object("port", [new("name", CelSchema.String()), new("port", CelType.Int)]);

    private static readonly CelType Self = CelSchema.Object(
        "self",
        [
            new("replicas", CelType.Int), new("ratio", CelType.Double), new("when", CelSchema.String("date-time")), new("after", CelSchema.String("duration")),
            new("data", CelSchema.String("byte")), new("day", CelSchema.String("date")), new("any", CelSchema.IntOrString()), new("a-b", CelType.Int),
            new("tags", CelSchema.List(CelSchema.String()).WithListType(CelListType.Set)),
            new("ports", CelSchema.List(Port).WithListType(CelListType.Map, ["name"])),
            new("labels", CelSchema.Map(CelSchema.String())), new("nothing", CelSchema.String()),
        ]);

    private const string Sample = """
        {
          "replicas": 3, "ratio": 2, "when": "2024-01-02T03:04:05.5Z", "after": "1h", "data": "YWJj", "day": "2024-01-02", "any": "50%", "a-b": 1, "nothing": null,
          "tags": ["a", "b"], "ports": [{"name": "x", "port": 1}, {"name": "y", "port": 2}], "labels": {"app.kubernetes.io/name": "etcd"}, "undeclared": 1
        }
        """;

    [Theory]
    [InlineData("self.replicas == 3 && self.ratio == 2.0 && type(self.ratio) == double && self.a__dash__b == 1")]
    [InlineData("self.when.getFullYear() == 2024 && self.when.getMilliseconds() == 500 && self.day < self.when && self.after == duration('60m')")]
    [InlineData("self.data == b'abc' && type(self.any) == string && self.any == '50%'")]
    [InlineData("has(self.replicas) && has(self.nothing) && dyn(self.nothing) == null")]
    [InlineData("self.labels['app.kubernetes.io/name'] == 'etcd' && 'x' in self.labels == false && self.labels.all(k, k.startsWith('app'))")]
    [InlineData("self.tags == ['b', 'a'] && (self.tags + ['b', 'c']).size() == 3 && self.tags.exists_one(t, t == 'a')")]
    [InlineData("(self.ports + self.ports.filter(p, p.name == 'y')).size() == 2")]
    [InlineData("self.ports.map(p, p.port) == [1, 2] && self.ports.filter(p, p.port > 1)[0].name == 'y'")]
    public void Data_is_seen_through_its_declared_type(string expression)
    {
        var environment = CelEnvironment.Kubernetes.WithVariable("self", Self);

        Evaluate.IsTrue(expression, environment, ("self", CelJson.ToValue(JsonNode.Parse(Sample), Self)));
    }

    [Fact]
    public void Fields_the_type_does_not_declare_do_not_exist() =>
        Assert.Contains("undefined field 'undeclared'", Evaluate.Issues("self.undeclared == 1", CelEnvironment.Kubernetes.WithVariable("self", Self)), StringComparison.Ordinal);

    [Fact]
    public void A_missing_field_is_an_error_and_has_tells()
    {
        var environment = CelEnvironment.Kubernetes.WithVariable("self", Self);
        var empty = ("self", CelJson.ToValue(new JsonObject(), Self));

        Assert.Equal("no such key: replicas", Evaluate.Run("self.replicas > 0", environment, empty).Error);
        Evaluate.IsTrue("!has(self.replicas) || self.replicas > 0", environment, empty);
        Evaluate.IsTrue("self.?replicas.orValue(1) == 1", environment, empty);
    }

    [Fact]
    public void Keyed_lists_add_up_by_key_in_place()
    {
        var list = CelSchema.List(Port).WithListType(CelListType.Map, ["name"]);
        var environment = CelEnvironment.Kubernetes.WithVariable("self", list).WithVariable("oldSelf", list);
        var self = CelJson.ToValue(JsonNode.Parse("""[{"name":"x","port":1},{"name":"y","port":2}]"""), list);
        var old = CelJson.ToValue(JsonNode.Parse("""[{"name":"y","port":3},{"name":"z","port":4}]"""), list);

        Evaluate.IsTrue("(self + oldSelf).map(p, p.port) == [1, 3, 4]", environment, ("self", self), ("oldSelf", old));
        Evaluate.IsTrue("self != oldSelf", environment, ("self", self), ("oldSelf", old));
        Evaluate.IsTrue("self == oldSelf", environment, ("self", self), ("oldSelf", CelJson.ToValue(JsonNode.Parse("""[{"port":2,"name":"y"},{"port":1,"name":"x"}]"""), list)));
    }

    [Fact]
    public void Bad_text_of_a_format_fails_where_it_is_used()
    {
        var environment = CelEnvironment.Kubernetes.WithVariable("self", Self);

        Assert.Equal("failed to parse timestamp \"soon\"", Evaluate.Run("self.when == self.when", environment, ("self", CelJson.ToValue(new JsonObject { ["when"] = "soon" }, Self))).Error);
    }

    [Fact]
    public void Results_go_back_to_JSON() =>
        Assert.Equal("""{"a":[1,2.5,null,"x","1s"]}""", CelJson.ToJson(Evaluate.Run("{'a': [dyn(1), dyn(2.5), dyn(null), dyn('x'), dyn(duration('1s'))]}").Value!)!.ToJsonString());
}
