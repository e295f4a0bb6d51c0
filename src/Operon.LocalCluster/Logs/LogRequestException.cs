namespace Operon.LocalCluster.Logs;

/// <summary>A log cannot be read as asked; the message is the client's answer (400 BadRequest).</summary>
internal sealed class LogRequestException(string message) : Exception(message);
