namespace Operon.Cli;

/// <summary>A command cannot do what it was asked for; the message names what is wrong and what to do.</summary>
internal sealed class CommandException(string message, Exception? inner = null) : Exception(message, inner);
