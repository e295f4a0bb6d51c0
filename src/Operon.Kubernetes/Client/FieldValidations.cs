namespace Operon.Kubernetes;

/// <summary>What the server does about unknown and duplicate fields of a write.</summary>
public static class FieldValidations
{
    /// <summary>Drop them silently.</summary>
    public const string Ignore = "Ignore";

    /// <summary>Drop them and send a warning for each.</summary>
    public const string Warn = "Warn";

    /// <summary>Refuse the write (400) and name them.</summary>
    public const string Strict = "Strict";
}
