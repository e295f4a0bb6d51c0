using System.Text.Json.Nodes;
using BenchmarkDotNet.Attributes;
using Operon.Cel;

namespace Operon.Benchmarks.HotPaths;

/// <summary>A rule as CRDs have them: compiling it with the definition, evaluating it with each write.</summary>
[MemoryDiagnoser]
public class CelBenchmarks
{
    private const string Rule = "self.min <= self.max && self.ports.all(p, p.port > 0 && (!has(p.name) || p.name.matches('^[a-z]+$')))";

    private static readonly CelType Self = CelSchema.Object("spec",
    [
        new("min", CelType.Int), new("max", CelType.Int),
        new("ports", CelSchema.List(CelSchema.Object("port", [new("name", CelSchema.String(maxLength: 15)), new("port", CelType.Int)]), 100)),
    ]);

    private static readonly CelEnvironment Environment = CelEnvironment.Kubernetes.WithVariable("self", Self);

    private readonly CelProgram _program = Environment.Compile(Rule).Program!;

    private readonly JsonNode _spec = new JsonObject
    {
        ["min"] = 1,
        ["max"] = 3,
        ["ports"] = new JsonArray([.. Enumerable.Range(1, 10).Select(n => new JsonObject { ["name"] = "http", ["port"] = n })]),
    };

    [Benchmark]
    public CelCompilation Parse_and_check() => Environment.Compile(Rule);

    [Benchmark]
    public ulong Estimate() => Environment.Compile(Rule).EstimateCost(Environment).Max;

    [Benchmark]
    public bool Evaluate() => _program.Evaluate(new Dictionary<string, CelValue> { ["self"] = CelJson.ToValue(_spec, Self) }, new CostBudget()).IsTrue;
}
