namespace Operon.Generators;

/// <summary>An author's <c>JsonSerializerContext</c>.</summary>
/// <param name="GlobalName">How any file refers to it.</param>
/// <param name="Types">The types it lists, by their global names.</param>
/// <param name="WritesEnumsAsText">Whether its options write enums by name.</param>
internal sealed record JsonContextModel(string GlobalName, EquatableArray<string> Types, bool WritesEnumsAsText);
