using Operon.Kubernetes;

namespace Operon.Runtime;

/// <summary>A controller of a manager.</summary>
public interface IController
{
    /// <summary>Its name in logs and metrics; unique in the manager.</summary>
    string Name { get; }

    /// <summary>
    /// Asks for a reconcile of <paramref name="key"/>, after <paramref name="delay"/> when given: for causes that are not objects, such as a
    /// process that exited.
    /// </summary>
    void Enqueue(ObjectKey key, TimeSpan? delay = null);
}
