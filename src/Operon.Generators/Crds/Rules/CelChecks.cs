using System.Globalization;
using Microsoft.CodeAnalysis;
using Operon.Cel;

namespace Operon.Generators;

/// <summary>Compiles the rules of a schema and estimates their costs as servers do when a definition is created.</summary>
internal sealed class CelChecks(IReadOnlyDictionary<JsonObject, RuleSource> sources, IFindings findings)
{
    private const string Remedy = "bound the strings, lists and dictionaries it walks by [MaxLength], or simplify it";

    private ulong _total;
    private bool _hasCostly;

    /// <summary>Checks the rules of a whole resource.</summary>
    public void Check(JsonObject root, INamedTypeSymbol type)
    {
        Visit(root, new Node(CelTypes.Of(root, isRoot: true), 1, IsCorrelatable: true, IsRoot: true));
        if (_total > CelSchema.DefinitionCostLimit && !_hasCostly)
        {
            findings.Add(CrdRules.CostlyCel, type.SourceLocation(), type.Name, $"the estimated cost of all rules together exceeds the budget of a definition by a factor of {Factor(_total, CelSchema.DefinitionCostLimit)}; {Remedy}");
        }
    }

    /// <param name="Type">How rules see it; null when they cannot.</param>
    /// <param name="Cardinality">How often it can be in an object; null when nothing bounds it.</param>
    /// <param name="IsCorrelatable">Whether its old value can be told: not inside of lists without keys.</param>
    /// <param name="IsRoot">Whether it is the whole object.</param>
    private readonly record struct Node(CelType? Type, ulong? Cardinality, bool IsCorrelatable, bool IsRoot = false);

    private void Visit(JsonObject schema, Node node)
    {
        foreach (var property in schema.Object("properties") ?? [])
        {
            if (property.Value is JsonObject child && !(property.Key == "metadata" && (node.IsRoot || schema.IsTrue("x-kubernetes-embedded-resource"))))
            {
                Visit(child, new Node(CelTypes.Of(child, isRoot: false), node.Cardinality, node.IsCorrelatable));
            }
        }

        if (schema.Object("additionalProperties") is { } values)
        {
            Visit(values, new Node(CelTypes.Of(values, isRoot: false), Times(node.Cardinality, CelTypes.Number(schema, "maxProperties")), node.IsCorrelatable));
        }

        if (schema.Object("items") is { } items)
        {
            var isCorrelatable = node.IsCorrelatable && schema.Text("x-kubernetes-list-type") == "map";
            Visit(items, new Node(CelTypes.Of(items, isRoot: false), Times(node.Cardinality, CelTypes.Number(schema, "maxItems")), isCorrelatable));
        }

        foreach (var rule in schema.Array("x-kubernetes-validations")?.OfType<JsonObject>() ?? [])
        {
            if (sources.TryGetValue(rule, out var source))
            {
                Rule(rule, source, schema, node);
            }
        }
    }

    private void Rule(JsonObject rule, RuleSource source, JsonObject schema, Node node)
    {
        var expression = rule.Text("rule") ?? "";
        if (node.Type is not { } self)
        {
            Bad(source, "the field has no type that rules can see; give it one instead of [Schemaless] or JsonNode");
            return;
        }

        if (expression.Trim().Length == 0)
        {
            Bad(source, "it is empty");
            return;
        }

        if (expression.Trim().IndexOf('\n') >= 0 && rule.Text("message") is null)
        {
            Bad(source, "a rule of several lines needs a Message");
        }

        if (rule.Text("message") is { } message && (message.Trim().Length == 0 || message.Trim().IndexOf('\n') >= 0))
        {
            Bad(source, "its Message is one line of text");
        }

        if (rule.Text("fieldPath") is { } path && SchemaPaths.Problem(path, schema) is { } problem)
        {
            Bad(source, $"its FieldPath is wrong: {problem}");
        }

        var isOptional = rule.IsTrue("optionalOldSelf");
        var environment = CelEnvironment.Kubernetes.WithVariable("self", self).WithVariable("oldSelf", isOptional ? CelType.Optional(self) : self);
        var compiled = Compile(environment, expression, CelType.Bool, "bool", source, LiteralPositions.Of(source.Attribute, 0));
        if (compiled is not null)
        {
            Old(compiled.References("oldSelf"), isOptional, source, node);
            Cost(source, compiled.EstimateCost(environment).Max, node.Cardinality ?? CelSchema.MaxCardinality(self));
        }

        if (rule.Text("messageExpression") is { } text
            && Compile(environment, text, CelType.String, "string", source, LiteralPositions.Of(source.Attribute, "MessageExpression")) is { } made)
        {
            Cost(source, made.EstimateCost(environment).Max, 1);
        }
    }

    private CelCompilation? Compile(CelEnvironment environment, string expression, CelType wanted, string wantedName, RuleSource source, LiteralPositions? literal)
    {
        var compilation = environment.Compile(expression);
        foreach (var issue in compilation.Issues)
        {
            findings.Add(CrdRules.BadCel, literal?.At(issue.Offset) ?? source.Attribute.Location(), source.Place.Display, issue.Message);
        }

        if (compilation.Issues.Count > 0)
        {
            return null;
        }

        if (!compilation.ResultType.Equals(wanted))
        {
            findings.Add(CrdRules.BadCel, literal?.Whole ?? source.Attribute.Location(), source.Place.Display, $"it is of type {compilation.ResultType} and must be of type {wantedName}");
            return null;
        }

        return compilation;
    }

    private void Old(bool isUsed, bool isOptional, RuleSource source, Node node)
    {
        if (isUsed && !node.IsCorrelatable)
        {
            Bad(source, "oldSelf is not known inside of a list without keys; make the list one with [ListType(ListType.Map)]");
        }

        if (isOptional && !isUsed)
        {
            Bad(source, "OptionalOldSelf is for rules that use oldSelf");
        }
    }

    private void Cost(RuleSource source, ulong cost, ulong times)
    {
        var product = Multiply(cost, times);
        _total = ulong.MaxValue - _total < product ? ulong.MaxValue : _total + product;
        if (product > CelSchema.ExpressionCostLimit)
        {
            _hasCostly = true;
            findings.Add(CrdRules.CostlyCel, source.Attribute.Location(), source.Place.Display, $"its estimated cost exceeds the budget by a factor of {Factor(product, CelSchema.ExpressionCostLimit)}; {Remedy}");
        }
    }

    private void Bad(RuleSource source, string problem) => findings.Add(CrdRules.BadCel, source.Attribute.Location(), source.Place.Display, problem);

    private static ulong? Times(ulong? cardinality, long? most) => cardinality is { } times && most is { } count ? Multiply(times, (ulong)Math.Max(count, 0)) : null;

    private static ulong Multiply(ulong left, ulong right) => left != 0 && ulong.MaxValue / left < right ? ulong.MaxValue : left * right;

    private static string Factor(ulong cost, ulong limit) =>
        (double)cost / limit is var factor && factor > 100 ? "more than 100" : factor.ToString("0.0", CultureInfo.InvariantCulture);
}
