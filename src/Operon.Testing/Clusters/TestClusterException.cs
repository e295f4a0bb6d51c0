namespace Operon.Testing;

/// <summary>What a test waited for or demanded did not come true. The message shows the last state seen.</summary>
public sealed class TestClusterException(string message, Exception? inner = null) : Exception(message, inner);
