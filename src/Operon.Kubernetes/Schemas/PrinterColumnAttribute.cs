namespace Operon.Kubernetes;

/// <summary>
/// A column of <c>kubectl get</c>: <c>spec.versions[].additionalPrinterColumns</c>. On a property the path follows from its place, and type
/// and name from the property; on the class all three are given. The column Age is not added for you.
/// </summary>
[AttributeUsage(AttributeTargets.Property | AttributeTargets.Parameter | AttributeTargets.Class, AllowMultiple = true)]
public sealed class PrinterColumnAttribute : Attribute
{
    /// <summary>A column of a property.</summary>
    public PrinterColumnAttribute()
    {
    }

    /// <summary>A column of a property under a name of its own.</summary>
    /// <param name="name">The heading.</param>
    public PrinterColumnAttribute(string name) => Name = name;

    /// <summary>A column of a path.</summary>
    /// <param name="name">The heading.</param>
    /// <param name="type"><c>integer</c>, <c>number</c>, <c>string</c>, <c>boolean</c> or <c>date</c>.</param>
    /// <param name="jsonPath">Path in the object, such as <c>.spec.size</c>.</param>
    public PrinterColumnAttribute(string name, string type, string jsonPath) => (Name, Type, JsonPath) = (name, type, jsonPath);

    /// <summary>The heading. Default: the name of the property.</summary>
    public string? Name { get; }

    /// <summary><c>integer</c>, <c>number</c>, <c>string</c>, <c>boolean</c> or <c>date</c>. Default: that of the property.</summary>
    public string? Type { get; set; }

    /// <summary>Path in the object. Default: that of the property.</summary>
    public string? JsonPath { get; }

    /// <summary>What the column shows. Default: the description of the property.</summary>
    public string? Description { get; set; }

    /// <summary>Format of the type, such as <c>int32</c> or <c>byte</c>.</summary>
    public string? Format { get; set; }

    /// <summary>Columns above 0 appear in wide output only.</summary>
    public int Priority { get; set; }
}
