namespace Operon.Runtime;

/// <summary>Another replica may lead now. The process must end: work in flight is not safe beside the new leader.</summary>
public sealed class LeadershipLostException(string message) : Exception(message);
