using Microsoft.Extensions.Logging;

namespace Operon.Runtime;

/// <summary>What a running source works with.</summary>
public sealed class SourceContext<TKey>
    where TKey : notnull, IEquatable<TKey>
{
    internal SourceContext(IWorkQueue<TKey> queue, OwnEvents<TKey>? own, TimeSpan debounce, string controller, TimeProvider time, ILogger logger)
    {
        Queue = queue;
        Own = own;
        Debounce = debounce;
        Controller = controller;
        TimeProvider = time;
        Logger = logger;
    }

    /// <summary>The controller's queue.</summary>
    public IWorkQueue<TKey> Queue { get; }

    /// <summary>Name of the controller.</summary>
    public string Controller { get; }

    /// <summary>The manager's clock.</summary>
    public TimeProvider TimeProvider { get; }

    /// <summary>The controller's logger.</summary>
    public ILogger Logger { get; }

    internal OwnEvents<TKey>? Own { get; }

    internal TimeSpan Debounce { get; }
}
