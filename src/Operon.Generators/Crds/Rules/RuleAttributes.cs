using Microsoft.CodeAnalysis;
using Operon.Cel;

namespace Operon.Generators;

/// <summary>CEL rules, written out or in their short forms.</summary>
internal sealed class RuleAttributes(IFindings findings)
{
    private static readonly string[] _reasons = ["FieldValueInvalid", "FieldValueForbidden", "FieldValueRequired", "FieldValueDuplicate"];

    private readonly Dictionary<JsonObject, RuleSource> _sources = [];

    /// <summary>Where each rule that was added was written.</summary>
    public IReadOnlyDictionary<JsonObject, RuleSource> Sources => _sources;

    /// <summary>Adds the rules of the attributes of a field or type.</summary>
    public void Apply(JsonObject schema, IEnumerable<AttributeData> attributes, Place place)
    {
        foreach (var attribute in attributes)
        {
            switch (attribute.FullName())
            {
                case "Operon.Kubernetes.CelRuleAttribute":
                    Cel(schema, attribute, place);
                    break;
                case "Operon.Kubernetes.ImmutableAttribute":
                    Add(schema, Rule("self == oldSelf", attribute.NamedText("Message") ?? "field is immutable"), attribute, place);
                    break;
            }
        }
    }

    /// <summary>The rules that count which properties of a type are set.</summary>
    public void ApplyCounts(JsonObject schema, INamedTypeSymbol type, IReadOnlyList<SchemaMember> members, Place place)
    {
        foreach (var attribute in type.GetAttributes())
        {
            var (comparison, message) = attribute.FullName() switch
            {
                "Operon.Kubernetes.AtMostOneOfAttribute" => ("<= 1", "at most one of the fields in [{0}] may be set"),
                "Operon.Kubernetes.AtLeastOneOfAttribute" => (">= 1", "at least one of the fields in [{0}] must be set"),
                "Operon.Kubernetes.ExactlyOneOfAttribute" => ("== 1", "exactly one of the fields in [{0}] must be set"),
                _ => (null, ""),
            };
            if (comparison is null)
            {
                continue;
            }

            var names = new List<string>();
            foreach (var field in attribute.Texts(0))
            {
                if (members.FirstOrDefault(member => member.Property.Name == field || member.Name == field) is { } member)
                {
                    names.Add(member.Name);
                }
                else
                {
                    findings.Add(CrdRules.UnknownPath, attribute.Location() ?? place.Location, attribute.AttributeClass!.Name.Replace("Attribute", ""), type.Name, $"it has no property {field}");
                }
            }

            var fields = string.Join(",", names.Select(name => $"has(self.{(CelIdentifier.TryEscape(name, out var identifier) ? identifier : name)})"));
            Add(schema, Rule($"[{fields}].filter(x,x==true).size() {comparison}", message.Replace("{0}", string.Join(" ", names))), attribute, place);
        }
    }

    private const string Key = "x-kubernetes-validations";

    private static JsonObject Rule(string rule, string message) => new() { { "rule", rule }, { "message", message } };

    private void Cel(JsonObject schema, AttributeData attribute, Place place)
    {
        var target = attribute.IsTrue("AppliesToItems") ? schema.Inner() : schema;
        if (target is null)
        {
            findings.Add(CrdRules.WrongPlace, attribute.Location() ?? place.Location, "CelRule", place.Display, "it has no items");
            return;
        }

        var rule = new JsonObject { { "rule", attribute.Argument(0) as string ?? "" } };
        if (attribute.NamedText("Message") is { } message)
        {
            rule["message"] = message;
        }

        if (attribute.NamedText("MessageExpression") is { } expression)
        {
            rule["messageExpression"] = expression;
        }

        if (attribute.Named("Reason")?.Value is int reason && reason >= 0 && reason < _reasons.Length)
        {
            rule["reason"] = _reasons[reason];
        }

        if (attribute.NamedText("FieldPath") is { } path)
        {
            rule["fieldPath"] = path;
        }

        if (attribute.IsTrue("OptionalOldSelf"))
        {
            rule["optionalOldSelf"] = true;
        }

        Add(target, rule, attribute, place);
    }

    private void Add(JsonObject schema, JsonObject rule, AttributeData attribute, Place place)
    {
        schema.Append(Key, rule);
        _sources.Add(rule, new RuleSource(attribute, place));
    }
}
