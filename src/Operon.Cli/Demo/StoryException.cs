namespace Operon.Cli.Demo;

/// <summary>A step of the story did not come true.</summary>
internal sealed class StoryException(string message) : Exception(message);
