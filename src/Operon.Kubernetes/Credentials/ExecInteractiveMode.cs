namespace Operon.Kubernetes;

/// <summary>Whether a credential plugin may talk to the user on the terminal.</summary>
public enum ExecInteractiveMode
{
    /// <summary>With a terminal the plugin gets standard input; without one it runs all the same.</summary>
    IfAvailable,

    /// <summary>The plugin never gets standard input: the mode for services.</summary>
    Never,

    /// <summary>Without a terminal the plugin is not run and the call fails.</summary>
    Always,
}
