using Operon.Cel.Libraries;

namespace Operon.Cel;

/// <summary>A value of an expression. Values are immutable and may be shared between threads.</summary>
public abstract class CelValue
{
    private protected CelValue()
    {
    }

    /// <summary><c>null</c>.</summary>
    public static CelValue Null => CelNull.Instance;

    /// <summary>The type at run time; lists and maps of literals have <c>dyn</c> parameters.</summary>
    public abstract CelType Type { get; }

    /// <summary>
    /// The value as .NET sees it: null, <see cref="bool"/>, <see cref="long"/>, <see cref="ulong"/>, <see cref="double"/>, <see cref="string"/>,
    /// <c>byte[]</c>, <see cref="DateTimeOffset"/>, <see cref="TimeSpan"/>; for anything else the value itself.
    /// </summary>
    public virtual object? Unwrap() => this;

    /// <summary>A boolean.</summary>
    public static CelValue Of(bool value) => CelBool.Of(value);

    /// <summary>An <c>int</c>.</summary>
    public static CelValue Of(long value) => new CelInt(value);

    /// <summary>A <c>uint</c>.</summary>
    public static CelValue Of(ulong value) => new CelUint(value);

    /// <summary>A <c>double</c>.</summary>
    public static CelValue Of(double value) => new CelDouble(value);

    /// <summary>A string.</summary>
    public static CelValue Of(string value) => new CelString(value);

    /// <summary>Bytes.</summary>
    public static CelValue Of(byte[] value) => new CelBytes(value);

    /// <summary>A list.</summary>
    public static CelValue ListOf(params CelValue[] elements) => new ArrayList(elements);

    /// <summary>A map with string keys.</summary>
    public static CelValue MapOf(IEnumerable<KeyValuePair<string, CelValue>> entries)
    {
        var map = new MapBuilder();
        foreach (var entry in entries)
        {
            map.Set(new CelString(entry.Key), entry.Value);
        }
        return map;
    }

    /// <summary>An optional that holds <paramref name="value"/>, or none when it is null.</summary>
    public static CelValue Optional(CelValue? value) => value is null ? CelOptional.None : new CelOptional(value);

    /// <summary>A map whose entries are computed when they are asked for; <paramref name="find"/> answers null for what does not exist.</summary>
    public static CelValue Computed(CelType type, Func<string, CelValue?> find) => new ComputedObject(type, find);

    /// <summary>A failed value, for fields of <see cref="Computed"/> objects: whatever uses it fails with this message.</summary>
    public static CelValue Failure(string message) => new CelError(message);

    /// <summary>The variable <c>authorizer</c>.</summary>
    public static CelValue Authorizer(ICelAuthorizer authorizer) => new AccessValue(AccessValue.AuthorizerType, authorizer, new CelAccess());

    /// <summary>The variable <c>authorizer.requestResource</c>: an access described already, but for its verb.</summary>
    public static CelValue ResourceCheck(ICelAuthorizer authorizer, CelAccess access) => new AccessValue(AccessValue.ResourceCheckType, authorizer, access);

    /// <summary>CEL equality: numbers compare across types, values of other different types are not equal.</summary>
    internal abstract bool EqualTo(CelValue other);

    /// <summary>Elements, entries, code points or bytes, as the cost counts them; null for values without a size.</summary>
    internal virtual long? Size => null;

    /// <inheritdoc/>
    public override string ToString() => Formatting.Text(this);
}
