namespace Operon.Cel;

/// <summary>The families of CEL types.</summary>
public enum CelKind
{
    /// <summary>Known only at run time.</summary>
    Dyn,

    /// <summary>The type of an expression that did not check.</summary>
    Error,

    /// <summary>A parameter of a generic overload.</summary>
    TypeParameter,

    /// <summary>The type of <c>null</c>.</summary>
    Null,

    /// <summary>Boolean.</summary>
    Bool,

    /// <summary>Signed 64-bit integer.</summary>
    Int,

    /// <summary>Unsigned 64-bit integer.</summary>
    Uint,

    /// <summary>64-bit IEEE 754 number.</summary>
    Double,

    /// <summary>A sequence of Unicode code points.</summary>
    String,

    /// <summary>A sequence of bytes.</summary>
    Bytes,

    /// <summary>A span of time, in nanoseconds.</summary>
    Duration,

    /// <summary>A point in time.</summary>
    Timestamp,

    /// <summary>A list; one parameter.</summary>
    List,

    /// <summary>A map; two parameters.</summary>
    Map,

    /// <summary>An object with named fields.</summary>
    Object,

    /// <summary>The type of types.</summary>
    Type,

    /// <summary>A value that may be absent; one parameter.</summary>
    Optional,

    /// <summary>A type only its library looks into, such as <c>net.IP</c>.</summary>
    Opaque,
}
