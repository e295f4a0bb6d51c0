namespace Operon.Etcd.Planning;

/// <summary>The one thing to do next, with the reason that is logged and shown.</summary>
internal abstract record EtcdAction(string Reason)
{
    /// <summary>When to look at the cluster again once the action is done, or said.</summary>
    public virtual TimeSpan Delay => TimeSpan.FromMilliseconds(20);

    /// <summary>A state that goes on until a person or a member changes it: logged once, not at each look.</summary>
    public virtual bool IsLasting => false;

    /// <summary>Nothing is done to the cluster: not worth a line in the log.</summary>
    public virtual bool IsQuiet => false;
}
