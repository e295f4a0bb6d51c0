using Xunit;

namespace Operon.Cel.Tests.Costs;

/// <summary>The estimates kube-apiserver comes to for the same schemas and rules (its own expectations for the cost of rules).</summary>
public sealed class EstimateTests
{
    private static readonly Dictionary<string, Func<long?, CelType>> Types = new(StringComparer.Ordinal)
    {
        ["number"] = _ => CelType.Double,
        ["boolean"] = _ => CelType.Bool,
        ["integer"] = _ => CelType.Int,
        ["string"] = _ => CelSchema.String(),
        ["duration"] = _ => CelSchema.String("duration"),
        ["date"] = _ => CelSchema.String("date"),
        ["date-time"] = _ => CelSchema.String("date-time"),
        ["int-or-string"] = _ => CelSchema.IntOrString(),
        ["numbers"] = _ => CelSchema.List(CelType.Double),
        ["map of numbers"] = _ => CelSchema.Map(CelType.Double),
        ["map of numbers with the same bound"] = max => CelSchema.Map(CelType.Double, max),
        ["string with the same bound"] = max => CelSchema.String(maxLength: max),
        ["object"] = _ => CelSchema.Object("object", [new("required", CelSchema.String(), IsRequired: true), new("optional", CelSchema.String())]),
    };

    [Theory]
    [InlineData("number", "self.all(x, true)", 4718591, 10, 32)]
    [InlineData("string", "self.all(x, true)", 3145727, 20, 62)]
    [InlineData("boolean", "self.all(x, true)", 1887437, 5, 17)]
    [InlineData("numbers", "self.all(x, true)", 3145727, 100, 302)]
    [InlineData("int-or-string", "self.all(x, true)", 4718591, 10, 32)]
    [InlineData("duration", "self.all(x, true)", 2359295, 5, 17)]
    [InlineData("date", "self.all(x, true)", 725936, 15, 47)]
    [InlineData("date-time", "self.all(x, true)", 428963, 25, 77)]
    [InlineData("number", "self[1] == 0.0", 2, 5000, 2)]
    [InlineData("string", "self[1] == self[1]", 314577, 8, 314577)]
    [InlineData("int-or-string", "self[0] == 5", 3, 10, 3)]
    [InlineData("boolean", "self[0] == false", 2, 25, 2)]
    [InlineData("numbers", "self[0][0] == -1.0", 3, 51, 3)]
    [InlineData("number", "self.all(x, x == 0.0)", 6291454, 3 * 1024 * 2048, 25165826)]
    [InlineData("map of numbers", "self.all(x, x.y == 25.2)", 6291452, 12, 74)]
    [InlineData("map of numbers", "self[0].x > 2.0", 4, 3000, 4)]
    [InlineData("duration", "self[0].getHours() == 2", 4, 525, 4)]
    [InlineData("date", "self[2].getDayOfMonth() == 13", 4, 42, 4)]
    [InlineData("date-time", "self[2].getMinutes() == 45", 4, 99, 4)]
    [InlineData("string with the same bound", "self.join(' ') == 'aa bb'", 329853068905, 10, 43)]
    [InlineData("string with the same bound", "self.isSorted() == true", 329854432052, 10, 52)]
    public void Arrays(string items, string rule, ulong unbounded, long maxItems, ulong bounded)
    {
        Assert.Equal(unbounded, Estimate(CelSchema.List(Types[items](null)), rule));
        Assert.Equal(bounded, Estimate(CelSchema.List(Types[items](maxItems), maxItems), rule));
    }

    [Theory]
    [InlineData("number", "self.all(x, self.all(y, true))", 352)]
    [InlineData("number", "self.all(x, self.all(y, self.all(z, true)))", 3552)]
    public void Nested_loops_over_arrays_without_a_bound_exceed_the_limit(string items, string rule, ulong bounded)
    {
        Assert.True(Estimate(CelSchema.List(Types[items](null)), rule) > CelSchema.ExpressionCostLimit);
        Assert.Equal(bounded, Estimate(CelSchema.List(Types[items](null), 10), rule));
    }

    [Theory]
    [InlineData("number", "self.all(x, true)", 1348169, 10, 32)]
    [InlineData("string", "self.all(x, true)", 1179647, 3, 11)]
    [InlineData("boolean", "self.all(x, true)", 943718, 100, 302)]
    [InlineData("int-or-string", "self.all(x, true)", 1348169, 15, 47)]
    [InlineData("map of numbers", "self.all(x, true)", 1179647, 10, 32)]
    [InlineData("numbers", "self.all(x, true)", 1179647, 25, 77)]
    [InlineData("duration", "self.all(x, true)", 1048577, 5, 17)]
    [InlineData("date", "self.all(x, true)", 524288, 10, 32)]
    [InlineData("date-time", "self.all(x, true)", 349526, 25, 77)]
    [InlineData("number", "self[\"x\"] == 0.0", 2, 0, 2)]
    [InlineData("integer", "oldSelf.size() == self.size()", 5, 10, 5)]
    [InlineData("date-time", "self[\"a\"] == self[\"b\"]", 8, 7, 8)]
    [InlineData("duration", "self[\"c\"] == self[\"d\"]", 8, 42, 8)]
    public void Maps(string values, string rule, ulong unbounded, long maxProperties, ulong bounded)
    {
        Assert.Equal(unbounded, Estimate(CelSchema.Map(Types[values](null)), rule));
        Assert.Equal(bounded, Estimate(CelSchema.Map(Types[values](maxProperties), maxProperties), rule));
    }

    [Theory]
    [InlineData("self.contains('test')", 314574, 10, 5)]
    [InlineData("self.startsWith('test')", 2, 15, 2)]
    [InlineData("self.endsWith('test')", 2, 30, 2)]
    [InlineData("size(self + \"hello\") > size(\"hello\")", 314578, 4, 7)]
    [InlineData("self.matches(\"x\")", 314574, 50, 22)]
    [InlineData("\"\".matches(\"(((((((((())))))))))[0-9]\")", 7, 10, 7)]
    [InlineData("self.matches(\"\")", 1, 100, 1)]
    [InlineData("self == \"x\"", 2, 0, 1)]
    [InlineData("self.find('[0-9]+') == ''", 629147, 10, 11)]
    [InlineData("self.lowerAscii() == 'lower!'", 314575, 10, 6)]
    public void Strings(string rule, ulong unbounded, long maxLength, ulong bounded)
    {
        Assert.Equal(unbounded, Estimate(CelSchema.String(), rule));
        Assert.Equal(bounded, Estimate(CelSchema.String(maxLength: maxLength), rule));
    }

    [Fact]
    public void Bytes_count_once() =>
        Assert.Equal((2UL, 1UL), (Estimate(CelSchema.String("byte"), "self == b'x'"), Estimate(CelSchema.String("byte", maxLength: 0), "self == b'x'")));

    [Fact]
    public void An_enumerated_string_is_as_long_as_its_longest_value() =>
        Assert.Equal(2UL, Estimate(CelSchema.String(longestEnumValue: "LongValue".Length), "self.contains('A')"));

    [Fact]
    public void An_int_or_string_may_be_a_long_string() =>
        Assert.Equal((314574UL, 9UL), (Estimate(CelSchema.IntOrString(), "isQuantity(self)"), Estimate(CelSchema.IntOrString(20), "isQuantity(self)")));

    [Theory]
    [InlineData(null, 629154)]
    [InlineData(4L, 12)]
    public void Replacing_costs_what_the_longest_result_does(long? maxLength, ulong cost)
    {
        var self = CelSchema.Object("object", [new("str", CelSchema.String(maxLength: maxLength)), new("before", CelSchema.String(maxLength: 2)), new("after", CelSchema.String(maxLength: 4))]);
        Assert.Equal(cost, Estimate(self, "self.str.replace(self.before, self.after) == 'does not matter'"));
    }

    [Theory]
    [InlineData(null, 629160)]
    [InlineData(10L, 22)]
    public void Splitting_may_give_a_part_for_each_character(long? maxLength, ulong cost)
    {
        var self = CelSchema.Object("object", [new("str", CelSchema.String(maxLength: maxLength)), new("separator", CelSchema.String(maxLength: maxLength))]);
        Assert.Equal(cost, Estimate(self, "self.str.split(self.separator) == []"));
    }

    [Fact]
    public void Elements_that_need_more_bytes_can_be_fewer()
    {
        var self = CelSchema.Object("object", [new("required", CelSchema.String(), IsRequired: true), new("given", CelSchema.String(), IsRequired: true, HasDefault: true)]);
        // {"required":""} and a comma.
        Assert.Equal(3UL * 1024 * 1024 / 17, CelSchema.MaxCardinality(self));
    }

    private static ulong Estimate(CelType self, string rule)
    {
        var environment = CelEnvironment.Kubernetes.WithVariable("self", self).WithVariable("oldSelf", self);
        var compilation = environment.Compile(rule);
        Assert.True(compilation.Program is not null, compilation.IssueText);
        return compilation.EstimateCost(environment).Max;
    }
}
