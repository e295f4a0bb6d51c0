using Operon.ApiServer.Errors;
using Operon.ApiServer.Schemas;
using Operon.Cel;

namespace Operon.ApiServer.CustomResources.Rules;

/// <summary>What a definition's rules must fulfil: they compile, old values they compare with can be told, and they cannot cost too much.</summary>
internal sealed class RuleDefinitionCheck
{
    private static readonly string[] Reasons = [FieldError.ValueDuplicate, FieldError.ValueForbidden, FieldError.ValueInvalid, FieldError.ValueRequired];

    private readonly List<FieldError> _errors = [];
    private readonly RuleCosts _costs = new();

    /// <summary>All problems of the rules of a structural schema.</summary>
    public static IReadOnlyList<FieldError> Run(Schema schema, string path)
    {
        var check = new RuleDefinitionCheck();
        check.Visit(schema, path, new Place(RuleTypes.Of(schema, isResourceRoot: true), Cardinality: 1, Uncorrelatable: null, IsRoot: true));
        return [.. check._errors, .. check._costs.TotalErrors(path)];
    }

    /// <summary>What is known of a node from those above it.</summary>
    /// <param name="Type">How rules see it; null when they cannot.</param>
    /// <param name="Cardinality">How often it can be in an object; null when nothing bounds it.</param>
    /// <param name="Uncorrelatable">The list above it whose elements have no identity.</param>
    /// <param name="IsRoot">It is the whole object.</param>
    private readonly record struct Place(CelType? Type, ulong? Cardinality, string? Uncorrelatable, bool IsRoot = false);

    /// <returns>Whether the rules here and below are well-formed, so that those above are worth compiling.</returns>
    private bool Visit(Schema schema, string path, Place place)
    {
        var isWellFormed = true;
        if (schema.AdditionalProperties is { } values)
        {
            isWellFormed &= Visit(values, $"{path}.additionalProperties", new Place(RuleNode.TypeOfElement(place.Type, values), Below(place, schema), place.Uncorrelatable));
        }
        foreach (var (name, property) in schema.Properties)
        {
            if (!(name == "metadata" && (place.IsRoot || schema.EmbeddedResource)))
            {
                isWellFormed &= Visit(property, $"{path}.properties[{name}]", new Place(RuleNode.TypeOfProperty(place.Type, name, property), Below(place, schema), place.Uncorrelatable));
            }
        }
        if (schema.Items is { } items)
        {
            var uncorrelatable = place.Uncorrelatable ?? (schema.ListType == ListType.Map ? null : path);
            isWellFormed &= Visit(items, $"{path}.items", new Place(RuleNode.TypeOfElement(place.Type, items), Below(place, schema), uncorrelatable));
        }
        var rules = ValidationRule.ReadAll(schema.Rules);
        for (var i = 0; i < rules.Count; i++)
        {
            isWellFormed &= CheckForm(rules[i], schema, $"{path}.x-kubernetes-validations[{i}]");
        }
        for (var i = 0; isWellFormed && i < rules.Count; i++)
        {
            CheckRule(rules[i], $"{path}.x-kubernetes-validations[{i}]", place);
        }
        return isWellFormed;
    }

    private static ulong? Below(Place place, Schema schema)
    {
        var elements = schema.Type switch
        {
            SchemaType.Object when schema.AdditionalProperties is not null => schema.Validation?.MaxProperties,
            SchemaType.Array => schema.Validation?.MaxItems,
            _ => 1,
        };
        return place.Cardinality is { } cardinality && elements is { } most ? RuleCosts.Multiply(cardinality, (ulong)Math.Max(most, 0)) : null;
    }

    private bool CheckForm(ValidationRule rule, Schema schema, string path)
    {
        var known = _errors.Count;
        var message = rule.Message.Trim();
        if (rule.Rule.Trim().Length == 0)
        {
            _errors.Add(FieldError.Required($"{path}.rule", "rule is not specified"));
        }
        else if (rule.Message.Length > 0 && message.Length == 0)
        {
            _errors.Add(FieldError.Invalid($"{path}.message", JsonText.Quote(rule.Message), "must be non-empty if specified"));
        }
        else if (HasLineBreak(message))
        {
            _errors.Add(FieldError.Invalid($"{path}.message", JsonText.Quote(rule.Message), "must not contain line breaks"));
        }
        else if (HasLineBreak(rule.Rule.Trim()) && message.Length == 0)
        {
            _errors.Add(FieldError.Required($"{path}.message", "message must be specified if rule contains line breaks"));
        }
        if (rule.MessageExpression.Length > 0 && rule.MessageExpression.Trim().Length == 0)
        {
            _errors.Add(FieldError.Required($"{path}.messageExpression", "messageExpression must be non-empty if specified"));
        }
        if (rule.Reason is { } reason && !Reasons.Contains(reason))
        {
            _errors.Add(FieldError.NotSupported($"{path}.reason", JsonText.Quote(reason), Reasons));
        }
        CheckFieldPath(rule.FieldPath, schema, $"{path}.fieldPath");
        return _errors.Count == known;
    }

    private void CheckFieldPath(string fieldPath, Schema schema, string path)
    {
        if (fieldPath.Length == 0)
        {
            return;
        }
        if (fieldPath.Trim().Length == 0)
        {
            _errors.Add(FieldError.Invalid(path, JsonText.Quote(fieldPath), "must be non-empty if specified"));
        }
        if (HasLineBreak(fieldPath))
        {
            _errors.Add(FieldError.Invalid(path, JsonText.Quote(fieldPath), "must not contain line breaks"));
        }
        if (RuleFieldPath.Normalize(fieldPath, schema) is null)
        {
            _errors.Add(FieldError.Invalid(path, JsonText.Quote(fieldPath), "must be a valid path"));
        }
    }

    private void CheckRule(ValidationRule rule, string path, Place place)
    {
        if (place.Type is not { } type)
        {
            var parent = path[..path.LastIndexOf('[')];
            _errors.Add(new FieldError(parent, "InternalError",
                "Internal error: failed to construct type information for x-kubernetes-validations rules: unable to convert structural schema to CEL declarations"));
            return;
        }
        var compiled = new CompiledRule(rule, type);
        var cost = RuleCosts.Multiply(compiled.MaxCost, place.Cardinality ?? CelSchema.MaxCardinality(type));
        CheckCost($"{path}.rule", "estimated rule cost", cost);
        if (compiled.Error is { } problem)
        {
            _errors.Add(FieldError.Invalid($"{path}.rule", rule.ToJson(), problem));
        }
        if (compiled.MessageError is { } messageProblem)
        {
            _errors.Add(FieldError.Invalid($"{path}.messageExpression", rule.ToJson(), messageProblem));
        }
        else if (compiled.Message is not null)
        {
            CheckCost($"{path}.messageExpression", "estimated messageExpression cost", compiled.MessageMaxCost);
        }
        if (compiled.UsesOldSelf && place.Uncorrelatable is { } list)
        {
            _errors.Add(FieldError.Invalid($"{path}.rule", JsonText.Quote(rule.Rule), $"oldSelf cannot be used on the uncorrelatable portion of the schema within {list}"));
        }
        else if (!compiled.UsesOldSelf && rule.OptionalOldSelf is { } optional)
        {
            _errors.Add(FieldError.Invalid($"{path}.optionalOldSelf", optional ? "true" : "false", "may not be set if oldSelf is not used in rule"));
        }
    }

    private void CheckCost(string path, string name, ulong cost)
    {
        if (cost > CelSchema.ExpressionCostLimit)
        {
            _errors.Add(FieldError.Forbidden(path, RuleCosts.Excess(name, cost, CelSchema.ExpressionCostLimit)));
        }
        _costs.Add(path, cost);
    }

    private static bool HasLineBreak(string text) => text.AsSpan().IndexOfAny('\r', '\n') >= 0;
}
