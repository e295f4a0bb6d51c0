namespace Operon.Testing;

/// <summary>A fault that hit.</summary>
/// <param name="Fault">Which one.</param>
/// <param name="Request">What it hit.</param>
public sealed record FiredFault(Fault Fault, TestRequest Request);
