using Xunit;

namespace Operon.Cel.Tests.Costs;

public sealed class BudgetTests
{
    [Theory]
    [InlineData("true", 0)]
    [InlineData("self > 1", 2)]
    [InlineData("[self, 2].sum() == 3", 14)]
    [InlineData("self == 1 || self / 0 == 1", 2)]
    [InlineData("self == 1 ? true : [1, 2].all(x, x > 0)", 2)]
    [InlineData("[1, 2].all(x, x > 0)", 11)]
    [InlineData("[self].map(x, x + 1).size() == 1", 28)]
    [InlineData("self in [1, 2, 3]", 1)]
    [InlineData("duration('1h') > duration('1m')", 1)]
    [InlineData("'ABCDEFGHIJ abcdefghij'.lowerAscii() == 'abcdefghij ABCDEFGHIJ'.lowerAscii()", 9)]
    [InlineData("'abc 123 def 123'.find('123') == ''", 2)]
    [InlineData("cidr('192.168.0.0/16').containsCIDR(cidr('192.0.0.0/30'))", 7)]
    [InlineData("ip('192.168.0.1') == ip('192.168.0.1')", 5)]
    [InlineData("url('https:://kubernetes.io/') == url('https:://kubernetes.io/')", 7)]
    public void Evaluations_cost_what_they_do_in_an_API_server(string expression, long cost) =>
        Assert.Equal(cost, Evaluate.Run(expression, CelEnvironment.Kubernetes.WithVariable("self", CelType.Int), ("self", CelValue.Of(1L))).Cost);

    [Fact]
    public void Every_evaluation_draws_on_the_budget_until_it_is_exhausted()
    {
        var program = Compile("[1, 2].all(x, x > 0)");
        var budget = new CostBudget(total: 15);

        program.Evaluate(None, budget, TestContext.Current.CancellationToken);
        Assert.Equal(4, budget.Remaining);
        Assert.False(budget.IsExhausted);
        program.Evaluate(None, budget, TestContext.Current.CancellationToken);
        Assert.True(budget.IsExhausted);
    }

    [Fact]
    public void An_expression_is_cut_off_at_its_limit()
    {
        var result = Compile("lists.range(1000).all(x, lists.range(1000).all(y, x + y >= 0))").Evaluate(None, new CostBudget(), TestContext.Current.CancellationToken);

        Assert.True(result.IsCostExceeded);
        Assert.Equal("operation cancelled: actual cost limit exceeded", result.Error);
        Assert.InRange(result.Cost, CostBudget.DefaultPerExpression + 1, CostBudget.DefaultPerExpression + 100);
    }

    [Fact]
    public void An_evaluation_can_be_interrupted()
    {
        using var cancelled = new CancellationTokenSource();
        cancelled.Cancel();

        Assert.Throws<OperationCanceledException>(() => Compile("lists.range(1000).all(x, x >= 0)").Evaluate(None, CostBudget.Unlimited, cancelled.Token));
    }

    private static readonly Dictionary<string, CelValue> None = [];

    private static CelProgram Compile(string expression) => CelEnvironment.Kubernetes.Compile(expression).Program!;
}
