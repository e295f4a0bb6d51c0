namespace Operon.Runtime;

/// <summary>How the controller of a <see cref="Reconciler{T}"/> works; what it does not say is as <see cref="OperatorOptions"/> and <see cref="ControllerOptions"/> say.</summary>
[AttributeUsage(AttributeTargets.Class, Inherited = false)]
public sealed class ControllerAttribute : Attribute
{
    /// <summary>Name in logs and metrics; unique in a cluster. Default: the kind in lower case.</summary>
    public string? Name { get; set; }

    /// <summary>How many objects are worked on at the same time. Default 0: as the options say.</summary>
    public int Concurrency { get; set; }

    /// <summary>Cancels a reconcile that takes longer and treats it as failed; written as <c>30s</c> or <c>1m30s</c>. Default: no limit.</summary>
    public string? ReconcileTimeout { get; set; }

    /// <summary>An object is reconciled at least that often; written as <c>10m</c>. Default: never without a cause.</summary>
    public string? MaxInterval { get; set; }

    /// <summary>Delays the reconcile after a change, so that a burst of changes becomes one; written as <c>200ms</c>. Default: none.</summary>
    public string? Debounce { get; set; }

    /// <summary>Runs on every replica, not only on the leader. Default false.</summary>
    public bool OnEveryReplica { get; set; }

    /// <summary>Caches run and fill the queue before this replica leads. Default false.</summary>
    public bool WarmUp { get; set; }

    /// <summary>The generated <c>AddControllers</c> leaves the reconciler out; the program adds it by hand. Default false.</summary>
    public bool AddedByHand { get; set; }

    internal ControllerOptions Apply(ControllerOptions options, Type reconciler)
    {
        if (Concurrency < 0)
        {
            throw new ArgumentException($"[Controller] of {reconciler.Name}: Concurrency is {Concurrency}; use 1 or more, or leave it out.");
        }

        return options with
        {
            Concurrency = Concurrency > 0 ? Concurrency : options.Concurrency,
            ReconcileTimeout = Duration(ReconcileTimeout, nameof(ReconcileTimeout), reconciler) ?? options.ReconcileTimeout,
            MaxInterval = Duration(MaxInterval, nameof(MaxInterval), reconciler) ?? options.MaxInterval,
            Debounce = Duration(Debounce, nameof(Debounce), reconciler) ?? options.Debounce,
            NeedsLeaderElection = !OnEveryReplica && options.NeedsLeaderElection,
            WarmUp = WarmUp || options.WarmUp,
        };
    }

    private static TimeSpan? Duration(string? text, string what, Type reconciler)
    {
        try
        {
            return text is null ? null : DurationText.Parse(text);
        }
        catch (FormatException e)
        {
            throw new ArgumentException($"[Controller] of {reconciler.Name}: {what}: {e.Message}", e);
        }
    }
}
