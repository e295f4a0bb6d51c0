namespace Operon.Etcd.Versions;

/// <summary>How a setting of etcd is written on the command line, over the versions.</summary>
internal enum FlagForm
{
    /// <summary>One name, in all versions.</summary>
    Plain,

    /// <summary><c>--experimental-NAME</c> before 3.6, <c>--NAME</c> from 3.6 on. 3.6 takes both, 3.7 only the new one.</summary>
    Graduated,

    /// <summary><c>--experimental-NAME</c> before 3.6, a feature gate from 3.6 on. 3.6 takes both, 3.7 only the gate.</summary>
    Gate,
}
