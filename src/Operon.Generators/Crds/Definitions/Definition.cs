namespace Operon.Generators;

/// <summary>A CustomResourceDefinition, ready to be written.</summary>
/// <param name="Group">Its group.</param>
/// <param name="Kind">Its kind.</param>
/// <param name="Path">Where it goes, relative to <c>config/</c>.</param>
/// <param name="Json">The whole of it with sorted keys.</param>
internal sealed record Definition(string Group, string Kind, string Path, string Json);
