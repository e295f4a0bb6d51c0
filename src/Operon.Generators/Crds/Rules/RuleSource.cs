using Microsoft.CodeAnalysis;

namespace Operon.Generators;

/// <summary>Where a rule was written.</summary>
/// <param name="Attribute">The attribute it comes from.</param>
/// <param name="Place">The field or type it stands on.</param>
internal sealed record RuleSource(AttributeData Attribute, Place Place);
