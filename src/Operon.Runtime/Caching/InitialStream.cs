using Operon.Kubernetes;

namespace Operon.Runtime;

/// <summary>The initial state of a watch that streams it: kept aside until the annotated bookmark says that it is complete.</summary>
internal sealed class InitialStream
{
    private const string EndAnnotation = "k8s.io/initial-events-end";
    private readonly Dictionary<ObjectKey, ObservedObject> _objects = [];

    public IReadOnlyList<ObservedObject> Objects => [.. _objects.Values];

    /// <summary>
    /// Takes one event in. True when it was the end. Throws <see cref="InitialStreamRefusedException"/> when the server sends an ordinary
    /// bookmark first: it does not know the option and would never send the end.
    /// </summary>
    public bool Add(WatchEventType type, ObservedObject observed)
    {
        switch (type)
        {
            case WatchEventType.Bookmark:
                return observed.Metadata.Annotations?.TryGetValue(EndAnnotation, out var value) == true && value == "true"
                    ? true
                    : throw new InitialStreamRefusedException("The server sent a bookmark before the end of the initial events.");
            case WatchEventType.Deleted:
                _objects.Remove(ObjectKey.Of(observed));
                return false;
            default:
                _objects[ObjectKey.Of(observed)] = observed;
                return false;
        }
    }
}
