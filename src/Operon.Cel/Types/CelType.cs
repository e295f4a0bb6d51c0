using System.Text;

namespace Operon.Cel;

/// <summary>
/// A type of an expression or of data. Besides what the type checker needs it carries the bounds of its schema that the cost estimate uses:
/// two types are equal whatever their bounds.
/// </summary>
public sealed class CelType : IEquatable<CelType>
{
    private static readonly IReadOnlyDictionary<string, CelField> NoFields = new Dictionary<string, CelField>(StringComparer.Ordinal);

    private CelType(CelKind kind, string name, params CelType[] parameters)
    {
        Kind = kind;
        Name = name;
        Parameters = parameters;
    }

    /// <summary>Known only at run time; agrees with every type.</summary>
    public static CelType Dyn { get; } = new(CelKind.Dyn, "dyn") { MinSerializedSize = 1 };

    /// <summary>The type of <c>null</c>.</summary>
    public static CelType Null { get; } = new(CelKind.Null, "null_type") { MinSerializedSize = 4 };

    /// <summary>Boolean.</summary>
    public static CelType Bool { get; } = new(CelKind.Bool, "bool") { MinSerializedSize = 4 };

    /// <summary>Signed 64-bit integer.</summary>
    public static CelType Int { get; } = new(CelKind.Int, "int") { MinSerializedSize = 1 };

    /// <summary>Unsigned 64-bit integer.</summary>
    public static CelType Uint { get; } = new(CelKind.Uint, "uint") { MinSerializedSize = 1 };

    /// <summary>64-bit IEEE 754 number.</summary>
    public static CelType Double { get; } = new(CelKind.Double, "double") { MinSerializedSize = 1 };

    /// <summary>A string without a bound.</summary>
    public static CelType String { get; } = new(CelKind.String, "string") { MinSerializedSize = 2 };

    /// <summary>Bytes without a bound.</summary>
    public static CelType Bytes { get; } = new(CelKind.Bytes, "bytes") { MinSerializedSize = 2 };

    /// <summary><c>google.protobuf.Duration</c>.</summary>
    public static CelType Duration { get; } = new(CelKind.Duration, "google.protobuf.Duration") { MinSerializedSize = 3 };

    /// <summary><c>google.protobuf.Timestamp</c>.</summary>
    public static CelType Timestamp { get; } = new(CelKind.Timestamp, "google.protobuf.Timestamp") { MinSerializedSize = 21 };

    /// <summary>The family.</summary>
    public CelKind Kind { get; }

    /// <summary>The name <c>type(x)</c> gives; of an object type, unique in its environment.</summary>
    public string Name { get; }

    /// <summary>Element of a list, key and value of a map, the wrapped type of an optional or a type.</summary>
    public IReadOnlyList<CelType> Parameters { get; }

    /// <summary>The fields of an object type by their name in expressions; empty for other types.</summary>
    public IReadOnlyDictionary<string, CelField> Fields { get; private set; } = NoFields;

    /// <summary>The most elements of a list, entries of a map or bytes of a string that valid data holds; 0 where it does not apply.</summary>
    public long MaxElements { get; private set; }

    /// <summary>The fewest bytes a value takes in JSON.</summary>
    public long MinSerializedSize { get; private set; }

    /// <summary>What identifies the elements of a list.</summary>
    public CelListType ListType { get; private set; }

    /// <summary>The key properties of a list of <see cref="CelListType.Map"/>, as in the data.</summary>
    public IReadOnlyList<string> ListMapKeys { get; private set; } = [];

    internal static CelType Error { get; } = new(CelKind.Error, "!error!");

    internal static CelType AnyType { get; } = new(CelKind.Type, "type");

    internal CelType Element => Parameters[Parameters.Count - 1];

    internal bool IsDynOrError => Kind is CelKind.Dyn or CelKind.Error;

    /// <summary>A list.</summary>
    public static CelType List(CelType element, long maxItems = long.MaxValue) =>
        new(CelKind.List, "list", element) { MaxElements = maxItems, MinSerializedSize = 2 };

    /// <summary>A map.</summary>
    public static CelType Map(CelType key, CelType value, long maxEntries = long.MaxValue) =>
        new(CelKind.Map, "map", key, value) { MaxElements = maxEntries, MinSerializedSize = 2 };

    /// <summary>An object. <paramref name="minSerializedSize"/> counts braces, required fields and their names.</summary>
    public static CelType Object(string name, IEnumerable<CelField> fields, long minSerializedSize = 2)
    {
        var byName = new Dictionary<string, CelField>(StringComparer.Ordinal);
        foreach (var field in fields)
        {
            byName[field.Name] = field;
        }
        return new(CelKind.Object, name) { Fields = byName, MinSerializedSize = minSerializedSize };
    }

    /// <summary>A value that may be absent.</summary>
    public static CelType Optional(CelType value) => new(CelKind.Optional, "optional_type", value);

    /// <summary>The type of <paramref name="type"/> as a value.</summary>
    public static CelType TypeOf(CelType type) => new(CelKind.Type, "type", type);

    /// <summary>This type with other bounds.</summary>
    public CelType WithBounds(long maxElements, long minSerializedSize)
    {
        var copy = Copy();
        copy.MaxElements = maxElements;
        copy.MinSerializedSize = minSerializedSize;
        return copy;
    }

    /// <summary>This list type with the identity of its elements.</summary>
    public CelType WithListType(CelListType listType, IReadOnlyList<string>? mapKeys = null)
    {
        var copy = Copy();
        copy.ListType = listType;
        copy.ListMapKeys = mapKeys ?? [];
        return copy;
    }

    internal static CelType Opaque(string name, params CelType[] parameters) => new(CelKind.Opaque, name, parameters);

    internal static CelType Parameter(string name) => new(CelKind.TypeParameter, name);

    internal CelType WithParameters(CelType[] parameters)
    {
        var copy = new CelType(Kind, Name, parameters) { Fields = Fields };
        copy.MaxElements = MaxElements;
        copy.MinSerializedSize = MinSerializedSize;
        copy.ListType = ListType;
        copy.ListMapKeys = ListMapKeys;
        return copy;
    }

    /// <inheritdoc/>
    public bool Equals(CelType? other)
    {
        if (ReferenceEquals(this, other))
        {
            return true;
        }
        if (other is null || Kind != other.Kind || !string.Equals(Name, other.Name, StringComparison.Ordinal) || Parameters.Count != other.Parameters.Count)
        {
            return false;
        }
        for (var i = 0; i < Parameters.Count; i++)
        {
            if (!Parameters[i].Equals(other.Parameters[i]))
            {
                return false;
            }
        }
        return true;
    }

    /// <inheritdoc/>
    public override bool Equals(object? obj) => Equals(obj as CelType);

    /// <inheritdoc/>
    public override int GetHashCode() => StringComparer.Ordinal.GetHashCode(Name) ^ ((int)Kind << 8);

    /// <summary>The type as error messages show it, such as <c>list(map(string, int))</c>.</summary>
    public override string ToString()
    {
        if (Parameters.Count == 0)
        {
            return Name;
        }
        var text = new StringBuilder(Name).Append('(');
        for (var i = 0; i < Parameters.Count; i++)
        {
            text.Append(i == 0 ? "" : ", ").Append(Parameters[i]);
        }
        return text.Append(')').ToString();
    }

    private CelType Copy() => WithParameters(Parameters.ToArray());
}
