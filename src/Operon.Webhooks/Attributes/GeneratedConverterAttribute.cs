namespace Operon.Webhooks;

/// <summary>Lists a converter of the assembly, so that the generator of its test project makes a round trip for it. Written by the generator only.</summary>
[AttributeUsage(AttributeTargets.Assembly, AllowMultiple = true)]
public sealed class GeneratedConverterAttribute(Type converter, Type spoke, Type hub) : Attribute
{
    /// <summary>The converter.</summary>
    public Type Converter { get; } = converter;

    /// <summary>The version it converts.</summary>
    public Type Spoke { get; } = spoke;

    /// <summary>The hub.</summary>
    public Type Hub { get; } = hub;
}
