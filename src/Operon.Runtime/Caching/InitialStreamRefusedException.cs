namespace Operon.Runtime;

/// <summary>The server does not stream initial states.</summary>
internal sealed class InitialStreamRefusedException(string message) : Exception(message);
