using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.Json.Nodes;
using Operon.ApiServer.Resources;

namespace Operon.ApiServer.CustomResources.Rules;

/// <summary>An entry of <c>x-kubernetes-validations</c>.</summary>
internal sealed record ValidationRule(string Rule, string Message, string MessageExpression, string? Reason, string FieldPath, bool? OptionalOldSelf)
{
    // Go escapes three characters of HTML and no others.
    private static readonly JsonSerializerOptions AsWritten = new() { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping };

    /// <summary>What a broken rule is named by.</summary>
    public string Text => (Message.Length > 0 ? Message : Rule).Trim();

    /// <summary>What a violation says, unless a message expression says it better.</summary>
    public string DefaultMessage => Message.Length > 0 ? Message.Trim() : $"failed rule: {Rule.Trim()}";

    public static IReadOnlyList<ValidationRule> ReadAll(JsonArray? rules) => [.. (rules ?? []).OfType<JsonObject>().Select(Read)];

    private static ValidationRule Read(JsonObject rule) => new(
        rule.Text("rule"), rule.Text("message"), rule.Text("messageExpression"), rule["reason"].Text(), rule.Text("fieldPath"), rule["optionalOldSelf"].Boolean());

    /// <summary>The rule as causes show it: the members of the server's own type.</summary>
    public string ToJson() => new JsonObject
    {
        [nameof(Rule)] = Rule,
        [nameof(Message)] = Message,
        [nameof(MessageExpression)] = MessageExpression,
        [nameof(Reason)] = Reason,
        [nameof(FieldPath)] = FieldPath,
        [nameof(OptionalOldSelf)] = OptionalOldSelf,
    }.ToJsonString(AsWritten).Replace("<", "\\u003c", StringComparison.Ordinal).Replace(">", "\\u003e", StringComparison.Ordinal).Replace("&", "\\u0026", StringComparison.Ordinal);
}
