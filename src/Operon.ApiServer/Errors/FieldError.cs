namespace Operon.ApiServer.Errors;

/// <summary>
/// One cause of a 422 Invalid: <paramref name="Field"/> such as <c>spec.containers[0].name</c>, <paramref name="Reason"/> such as
/// <c>FieldValueInvalid</c>, <paramref name="Message"/> such as <c>Invalid value: 0: must be positive</c> (without the field).
/// </summary>
internal sealed record FieldError(string Field, string Reason, string Message)
{
    public const string ValueRequired = "FieldValueRequired";
    public const string ValueInvalid = "FieldValueInvalid";
    public const string ValueNotSupported = "FieldValueNotSupported";
    public const string ValueDuplicate = "FieldValueDuplicate";
    public const string ValueForbidden = "FieldValueForbidden";
    public const string ValueNotFound = "FieldValueNotFound";
    public const string ValueTooLong = "FieldValueTooLong";
    public const string ValueTooMany = "FieldValueTooMany";
    public const string ValueTypeInvalid = "FieldValueTypeInvalid";

    /// <summary>The form the Status message uses: <c>spec.size: Invalid value: 0: ...</c>.</summary>
    public override string ToString() => $"{Field}: {Message}";

    public static FieldError Required(string field, string detail = "") =>
        new(field, ValueRequired, detail.Length == 0 ? "Required value" : $"Required value: {detail}");

    public static FieldError Forbidden(string field, string detail) => new(field, ValueForbidden, $"Forbidden: {detail}");

    /// <summary><paramref name="value"/> as JSON text.</summary>
    public static FieldError Invalid(string field, string value, string detail) => new(field, ValueInvalid, $"Invalid value: {value}: {detail}");

    /// <summary><paramref name="value"/> as JSON text.</summary>
    public static FieldError TypeInvalid(string field, string value, string detail) => new(field, ValueTypeInvalid, $"Invalid value: {value}: {detail}");

    /// <summary><paramref name="value"/> as JSON text.</summary>
    public static FieldError NotSupported(string field, string value, IEnumerable<string> supported) =>
        new(field, ValueNotSupported, $"Unsupported value: {value}: supported values: {string.Join(", ", supported.Select(text => $"\"{text}\""))}");

    /// <summary><paramref name="value"/> as JSON text.</summary>
    public static FieldError Duplicate(string field, string value) => new(field, ValueDuplicate, $"Duplicate value: {value}");

    public static FieldError TooLong(string field, int maximum) => new(field, ValueTooLong, $"Too long: may not be more than {maximum} bytes");

    public static FieldError TooMany(string field, int actual, int maximum) =>
        new(field, ValueTooMany, $"Too many: {actual}: must have at most {maximum} items");
}
