namespace Operon.Kubernetes;

/// <summary>A <c>Warning</c> header of an answer, such as the use of a deprecated API (KEP-1693).</summary>
/// <param name="Code">299 for warnings of Kubernetes.</param>
/// <param name="Text">For people.</param>
public readonly record struct ServerWarning(int Code, string Text);
