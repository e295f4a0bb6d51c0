using System.Text.Json.Nodes;
using Operon.ApiServer.Errors;
using Operon.ApiServer.Http;
using Operon.ApiServer.Schemas;
using Operon.Cel;

namespace Operon.ApiServer.CustomResources.Rules;

/// <summary>
/// Evaluates the rules of a definition on one object. Rules that mention <c>oldSelf</c> run where the old value can be told; violations of the others
/// in what a write did not change are warnings (KEP-4008).
/// </summary>
internal sealed class RuleEvaluation(WarningList warnings, CancellationToken cancellationToken)
{
    private const int MaxMessageBytes = 5 * 1024;

    private const string OutOfBudget = "validation failed due to running out of cost budget, no further validation rules will be run";

    private readonly CostBudget _budget = new();
    private readonly List<FieldError> _errors = [];
    private bool _stopped;

    public IReadOnlyList<FieldError> Run(RuleNode root, JsonObject value, JsonObject? old)
    {
        Visit(root, "", value, old, old is null ? default : new Ratchet(new CorrelatedValue(value, old, root.Schema), null));
        return _errors;
    }

    /// <summary>Where the walk stands relative to the old object: the correlated value here, or the nearest one above.</summary>
    private readonly record struct Ratchet(CorrelatedValue? Here, CorrelatedValue? Above)
    {
        public bool Forgives => Here?.IsUnchanged ?? Above?.IsUnchanged ?? false;

        public Ratchet Below(Func<CorrelatedValue, CorrelatedValue?> child) => Here is null ? this : new(child(Here), Here);
    }

    private void Visit(RuleNode node, string path, JsonNode? value, JsonNode? old, Ratchet ratchet)
    {
        if (value is null || _stopped)
        {
            return;
        }
        if (node.Rules.Count > 0)
        {
            Evaluate(node, path, value, old, ratchet);
        }
        switch (value)
        {
            case JsonArray elements when node.Items is { } items:
                var oldElements = new KeyedElements(old as JsonArray, node.Schema);
                for (var i = 0; i < elements.Count; i++)
                {
                    var index = i;
                    Visit(items, $"{path}[{i}]", elements[i], oldElements.Find(elements[i]), ratchet.Below(here => here.Index(index)));
                }
                break;
            case JsonObject fields:
                VisitFields(node, path, fields, old as JsonObject, ratchet);
                break;
        }
    }

    private void VisitFields(RuleNode node, string path, JsonObject fields, JsonObject? old, Ratchet ratchet)
    {
        foreach (var (name, value) in fields)
        {
            if (node.Properties.TryGetValue(name, out var property))
            {
                // The version of an object is converted: what it was before is not known.
                var below = path.Length == 0 && name is "apiVersion" or "kind" ? default : ratchet.Below(here => here.Key(name));
                Visit(property, path.Length == 0 ? name : $"{path}.{name}", value, old?[name], below);
            }
            else if (node.Values is { } values)
            {
                Visit(values, $"{path}[{name}]", value, old?[name], ratchet.Below(here => here.Key(name)));
            }
        }
    }

    private void Evaluate(RuleNode node, string path, JsonNode value, JsonNode? old, Ratchet ratchet)
    {
        if (_budget.Remaining <= 0)
        {
            Stop(FieldError.Invalid(Field(path), TypeName(node), OutOfBudget));
            return;
        }
        var self = CelJson.ToValue(value, node.Type);
        var oldSelf = old is null ? null : CelJson.ToValue(old, node.Type);
        foreach (var compiled in node.Rules)
        {
            var optional = compiled.Rule.OptionalOldSelf == true;
            if (compiled.Error is not null)
            {
                _errors.Add(FieldError.Invalid(Field(path), TypeName(node), $"rule compile error: {compiled.Error}"));
                continue;
            }
            if (compiled.UsesOldSelf && oldSelf is null && !optional)
            {
                continue;
            }
            var variables = new Dictionary<string, CelValue>(StringComparer.Ordinal) { ["self"] = self };
            if (optional || oldSelf is not null)
            {
                variables["oldSelf"] = optional ? CelValue.Optional(oldSelf) : oldSelf!;
            }
            if (Holds(node, compiled, path, variables))
            {
                continue;
            }
            if (_stopped)
            {
                return;
            }
            Report(node, compiled, path, value, variables, ratchet);
            if (_stopped)
            {
                return;
            }
        }
    }

    /// <summary>Also true for a rule that could not be evaluated: then its failure is reported already.</summary>
    private bool Holds(RuleNode node, CompiledRule compiled, string path, Dictionary<string, CelValue> variables)
    {
        var result = compiled.Program!.Evaluate(variables, _budget, cancellationToken);
        var type = TypeName(node);
        if (_budget.IsExhausted)
        {
            Stop(FieldError.Invalid(Field(path), type, OutOfBudget));
            return false;
        }
        if (result.IsCostExceeded)
        {
            Stop(FieldError.Invalid(Field(path), type, $"'{result.Error}': no further validation rules will be run due to call cost exceeds limit for rule: {compiled.Rule.Text}"));
            return false;
        }
        if (result.Error is { } error)
        {
            _errors.Add(FieldError.Invalid(Field(path), type, error.StartsWith("no such overload", StringComparison.Ordinal)
                ? $"'{error}': call arguments did not match a supported operator, function or macro signature for rule: {compiled.Rule.Text}"
                : $"{error} evaluating rule: {compiled.Rule.Text}"));
            return true;
        }
        return result.IsTrue;
    }

    private void Report(RuleNode node, CompiledRule compiled, string path, JsonNode value, Dictionary<string, CelValue> variables, Ratchet ratchet)
    {
        var field = RuleFieldPath.Normalize(compiled.Rule.FieldPath, node.Schema) is { Length: > 0 } below ? path.Length == 0 ? below : $"{path}.{below}" : Field(path);
        var detail = compiled.Message is null ? null : Message(compiled, variables, field, node);
        if (_stopped)
        {
            return;
        }
        var error = Violation(compiled.Rule, field, value, detail ?? compiled.Rule.DefaultMessage);
        if (!compiled.UsesOldSelf && ratchet.Forgives)
        {
            warnings.Add(error.ToString());
        }
        else
        {
            _errors.Add(error);
        }
    }

    /// <summary>Null when the expression gives no usable text: then the rule's message or the rule itself does.</summary>
    private string? Message(CompiledRule compiled, Dictionary<string, CelValue> variables, string field, RuleNode node)
    {
        var result = compiled.Message!.Evaluate(variables, _budget, cancellationToken);
        if (_budget.IsExhausted)
        {
            Stop(FieldError.Invalid(field, TypeName(node), "messageExpression evaluation failed due to running out of cost budget, no further validation rules will be run"));
            return null;
        }
        if (result.IsCostExceeded)
        {
            Stop(FieldError.Invalid(field, TypeName(node), $"no further validation rules will be run due to call cost exceeds limit for messageExpression: {JsonText.Quote(compiled.Rule.MessageExpression)}"));
            return null;
        }
        var text = result.Text?.Trim();
        return text is { Length: > 0 } && System.Text.Encoding.UTF8.GetByteCount(text) <= MaxMessageBytes && !text.Contains('\n', StringComparison.Ordinal) ? text : null;
    }

    private static FieldError Violation(ValidationRule rule, string field, JsonNode value, string detail)
    {
        // Whole objects and lists would drown the message.
        var shown = value is JsonValue ? $": {JsonText.Of(value)}" : "";
        return rule.Reason switch
        {
            FieldError.ValueForbidden => FieldError.Forbidden(field, detail),
            FieldError.ValueRequired => FieldError.Required(field, detail),
            FieldError.ValueDuplicate => new FieldError(field, FieldError.ValueDuplicate, $"Duplicate value{shown}"),
            _ => new FieldError(field, FieldError.ValueInvalid, $"Invalid value{shown}: {detail}"),
        };
    }

    private void Stop(FieldError error)
    {
        _errors.Add(error);
        _stopped = true;
    }

    private static string TypeName(RuleNode node) => JsonText.Quote(node.Schema.Type == SchemaType.Any ? "" : SchemaTypes.Name(node.Schema.Type));

    private static string Field(string path) => path.Length == 0 ? "<nil>" : path;
}
