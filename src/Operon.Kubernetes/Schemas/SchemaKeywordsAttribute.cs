namespace Operon.Kubernetes;

/// <summary>
/// The keywords of a schema as named arguments, for places where .NET's validation attributes cannot stand: types and items of lists. What
/// is not named is not emitted.
/// </summary>
public abstract class SchemaKeywordsAttribute : Attribute
{
    /// <summary><c>minimum</c>.</summary>
    public double Minimum { get; set; } = double.NaN;

    /// <summary><c>maximum</c>.</summary>
    public double Maximum { get; set; } = double.NaN;

    /// <summary><c>exclusiveMinimum</c>.</summary>
    public bool ExclusiveMinimum { get; set; }

    /// <summary><c>exclusiveMaximum</c>.</summary>
    public bool ExclusiveMaximum { get; set; }

    /// <summary><c>multipleOf</c>.</summary>
    public double MultipleOf { get; set; } = double.NaN;

    /// <summary><c>minLength</c>.</summary>
    public int MinLength { get; set; } = -1;

    /// <summary><c>maxLength</c>.</summary>
    public int MaxLength { get; set; } = -1;

    /// <summary><c>pattern</c>: RE2 syntax, anchored by the generator as <c>[RegularExpression]</c> is.</summary>
    public string? Pattern { get; set; }

    /// <summary><c>format</c>.</summary>
    public string? Format { get; set; }

    /// <summary><c>enum</c> of strings.</summary>
    public string[] Enum { get; set; } = [];

    /// <summary><c>minItems</c>.</summary>
    public int MinItems { get; set; } = -1;

    /// <summary><c>maxItems</c>.</summary>
    public int MaxItems { get; set; } = -1;

    /// <summary><c>minProperties</c>.</summary>
    public int MinProperties { get; set; } = -1;

    /// <summary><c>maxProperties</c>.</summary>
    public int MaxProperties { get; set; } = -1;

    /// <summary><c>nullable</c>.</summary>
    public bool Nullable { get; set; }

    /// <summary><c>title</c>.</summary>
    public string? Title { get; set; }
}
