using Xunit;

namespace Operon.Cel.Tests.Parsing;

public sealed class SyntaxErrorTests
{
    private static readonly CelEnvironment WithSelf = CelEnvironment.Kubernetes.WithVariable(
        "self", CelSchema.Object("selfType", [new("replicas", CelType.Int), new("name", CelSchema.String()), new("a-b.c/d", CelType.Int), new("namespace", CelType.Int), new("x__y", CelType.Int)]));

    [Theory]
    [InlineData("self.replicas +", "ERROR: <input>:1:16: Syntax error: mismatched input '<EOF>' expecting {'[', '{', '(', '.', '-', '!', 'true', 'false', 'null', NUM_FLOAT, NUM_INT, NUM_UINT, STRING, BYTES, IDENTIFIER}\n | self.replicas +\n | ...............^")]
    [InlineData("self.replica > 1", "ERROR: <input>:1:5: undefined field 'replica'\n | self.replica > 1\n | ....^")]
    [InlineData("size(other)", "ERROR: <input>:1:6: undeclared reference to 'other' (in container '')\n | size(other)\n | .....^")]
    [InlineData("self.replicas > 'a'", "ERROR: <input>:1:15: found no matching overload for '_>_' applied to '(int, string)'\n | self.replicas > 'a'\n | ..............^")]
    [InlineData("self.name.nope()", "ERROR: <input>:1:15: undeclared reference to 'nope' (in container '')\n | self.name.nope()\n | ..............^")]
    [InlineData("self.name.trim(1)", "ERROR: <input>:1:15: found no matching overload for 'trim' applied to 'string.(int)'\n | self.name.trim(1)\n | ..............^")]
    [InlineData("[1, 'a'] == []", "ERROR: <input>:1:5: expected type 'int' but found 'string'\n | [1, 'a'] == []\n | ....^")]
    [InlineData("has(self)", "ERROR: <input>:1:5: invalid argument to has() macro\n | has(self)\n | ....^")]
    [InlineData("'ä' == self.nope", "ERROR: <input>:1:12: undefined field 'nope'\n | 'ä' == self.nope\n | ...........^")]
    [InlineData("self.name.matches('a(')", "ERROR: <input>:1:19: invalid matches argument\n | self.name.matches('a(')\n | ..................^")]
    [InlineData("self.name.matches('(?=a)')", "ERROR: <input>:1:19: invalid matches argument\n | self.name.matches('(?=a)')\n | ..................^")]
    [InlineData("duration('1x') > duration('1s')", "ERROR: <input>:1:10: invalid duration argument\n | duration('1x') > duration('1s')\n | .........^")]
    [InlineData("self.replicas.all(i, true)", "ERROR: <input>:1:5: expression of type 'int' cannot be range of a comprehension (must be list, map, or dynamic)\n | self.replicas.all(i, true)\n | ....^")]
    [InlineData("if", "ERROR: <input>:1:1: reserved identifier: if\n | if\n | ^")]
    [InlineData("9223372036854775808", "ERROR: <input>:1:1: invalid int literal\n | 9223372036854775808\n | ^")]
    [InlineData("'a", "ERROR: <input>:1:1: Syntax error: token recognition error at: ''a'\n | 'a\n | ^")]
    [InlineData("1 @ 2", "ERROR: <input>:1:3: Syntax error: token recognition error at: '@'\n | 1 @ 2\n | ..^")]
    [InlineData("1 2", "ERROR: <input>:1:3: Syntax error: extraneous input '2' expecting <EOF>\n | 1 2\n | ..^")]
    public void Says_what_is_wrong_and_where(string expression, string issues) => Assert.Equal(issues, Evaluate.Issues(expression, WithSelf));

    [Fact]
    public void Counts_lines_and_reports_every_problem_of_a_check()
    {
        var compilation = WithSelf.Compile("self.replicas > 0 &&\n  self.nope &&\n  other");

        Assert.Equal([(2, 7, "undefined field 'nope'"), (3, 3, "undeclared reference to 'other' (in container '')")], compilation.Issues.Select(i => (i.Line, i.Column, i.Message)));
        Assert.Null(compilation.Program);
    }

    [Theory]
    [InlineData("self.a__dash__b__dot__c__slash__d == 1")]
    [InlineData("self.__namespace__ == 1")]
    [InlineData("self.x__underscores__y == 1")]
    public void Properties_are_reached_by_their_escaped_names(string expression) => Assert.Equal("", Evaluate.Issues(expression, WithSelf));

    [Fact]
    public void Nesting_without_end_is_refused() =>
        Assert.Contains("expression recursion limit exceeded", Evaluate.Issues(new string('(', 400) + "1" + new string(')', 400)), StringComparison.Ordinal);

    [Theory]
    [InlineData("+1")]
    [InlineData(".a")]
    [InlineData("[0]")]
    [InlineData(" == 1")]
    [InlineData("*2")]
    public void Long_chains_of_one_operator_are_refused_before_they_exhaust_the_stack(string link) =>
        Assert.Contains("expression recursion limit exceeded", Evaluate.Issues("1" + string.Concat(Enumerable.Repeat(link, 50_000))), StringComparison.Ordinal);

    [Fact]
    public void Long_chains_are_no_nesting() =>
        Evaluate.IsTrue(string.Join(" && ", Enumerable.Repeat("true", 5000)));

    [Theory]
    [InlineData("unavailable", "cel.bind(x, 1, x == 1)")]
    [InlineData("unavailable", "math.greatest(1, 2) == 2")]
    [InlineData("unavailable", "base64.encode(b'a') == ''")]
    [InlineData("unavailable", "'abc'.reverse() == 'cba'")]
    public void What_an_API_server_has_not_is_no_part_of_its_environment(string reason, string expression) => Assert.NotEqual("", reason is null ? "" : Evaluate.Issues(expression));
}
