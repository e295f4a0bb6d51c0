namespace Operon.Runtime;

/// <summary>The object went away while its reconcile ran.</summary>
internal sealed class SupersededException(Exception inner) : Exception("The object has gone.", inner);
