using System.Globalization;
using System.Text.Json;
using System.Text.Json.Nodes;
using Operon.Kubernetes;

namespace Operon.Webhooks;

/// <summary>One field that is wrong, with the reason codes and words of Kubernetes' own validation.</summary>
public sealed record FieldError
{
    private FieldError(string field, string reason, string body)
    {
        Field = field;
        Reason = reason;
        Body = body;
    }

    /// <summary>Path of the field in JSON, such as <c>spec.ports[0].name</c>.</summary>
    public string Field { get; }

    /// <summary>Reason of the cause, such as <c>FieldValueInvalid</c>.</summary>
    public string Reason { get; }

    /// <summary>What is wrong, without the path.</summary>
    public string Body { get; }

    /// <summary>A value breaks a rule; <paramref name="detail"/> says which.</summary>
    public static FieldError Invalid(string field, object? value, string detail) => new(field, "FieldValueInvalid", $"Invalid value: {Text(value)}: {detail}");

    /// <summary>A value is missing.</summary>
    public static FieldError Required(string field, string detail = "") => new(field, "FieldValueRequired", With("Required value", detail));

    /// <summary>A value that must be unique is there twice.</summary>
    public static FieldError Duplicate(string field, object? value) => new(field, "FieldValueDuplicate", $"Duplicate value: {Text(value)}");

    /// <summary>A value is none of those that are known.</summary>
    public static FieldError NotSupported(string field, object? value, params IReadOnlyList<string> supported) =>
        new(field, "FieldValueNotSupported", $"Unsupported value: {Text(value)}{(supported.Count == 0 ? "" : $": supported values: {string.Join(", ", supported.Select(one => Text(one)))}")}");

    /// <summary>A field must not be set, or not be changed, here.</summary>
    public static FieldError Forbidden(string field, string detail) => new(field, "FieldValueForbidden", With("Forbidden", detail));

    /// <summary>A value names something that does not exist.</summary>
    public static FieldError NotFound(string field, object? value) => new(field, "FieldValueNotFound", $"Not found: {Text(value)}");

    /// <summary>A text is longer than <paramref name="mostBytes"/> bytes.</summary>
    public static FieldError TooLong(string field, int mostBytes) =>
        new(field, "FieldValueTooLong", string.Create(CultureInfo.InvariantCulture, $"Too long: may not be more than {mostBytes} bytes"));

    /// <summary>A list has more than <paramref name="most"/> items.</summary>
    public static FieldError TooMany(string field, int actual, int most) =>
        new(field, "FieldValueTooMany", string.Create(CultureInfo.InvariantCulture, $"Too many: {actual}: must have at most {most} items"));

    /// <summary>Path and text, as a refusal shows them.</summary>
    public override string ToString() => $"{Field}: {Body}";

    private static string With(string text, string detail) => detail.Length == 0 ? text : $"{text}: {detail}";

    private static string Text(object? value) => value switch
    {
        null => "null",
        bool flag => flag ? "true" : "false",
        JsonNode node => node.ToJsonString(KubernetesJson.NodeOptions),
        sbyte or byte or short or ushort or int or uint or long or ulong or float or double or decimal => ((IFormattable)value).ToString(null, CultureInfo.InvariantCulture),
        _ => Quoted(value.ToString() ?? ""),
    };

    private static string Quoted(string text) => $"\"{JsonEncodedText.Encode(text, KubernetesJson.NodeOptions.Encoder)}\"";
}
