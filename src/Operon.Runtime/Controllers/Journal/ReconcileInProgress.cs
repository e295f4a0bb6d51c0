namespace Operon.Runtime;

/// <summary>A reconcile that runs now.</summary>
/// <param name="Key">The key, such as <c>default/example</c>.</param>
/// <param name="For">Since how long.</param>
public readonly record struct ReconcileInProgress(string Key, TimeSpan For);
