namespace Operon.Cli.Output;

/// <summary>The form in which a command prints what it found or did.</summary>
internal enum OutputFormat
{
    /// <summary>Lines for people; they may change with every release.</summary>
    Text,

    /// <summary>One JSON object.</summary>
    Json,

    /// <summary>The same object in YAML.</summary>
    Yaml,
}
