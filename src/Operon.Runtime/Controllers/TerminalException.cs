namespace Operon.Runtime;

/// <summary>A failure that trying again cannot mend; the key waits for a change of its object.</summary>
public sealed class TerminalException(string message, Exception? inner = null) : Exception(message, inner);
