using System.Collections.Concurrent;
using System.Diagnostics.Metrics;
using System.Numerics;

namespace Operon.Runtime;

/// <summary>
/// The sources of an observable instrument that come and go: each queue or cache adds itself and is asked when somebody reads the metrics.
/// </summary>
internal sealed class ObservedValues<T>
    where T : struct, INumber<T>
{
    private readonly ConcurrentDictionary<Source, byte> _sources = [];

    /// <summary>Asks <paramref name="observe"/> at each reading until the result is disposed.</summary>
    public IDisposable Add(Func<IEnumerable<Measurement<T>>> observe)
    {
        var source = new Source(this, observe);
        _sources[source] = 0;
        return source;
    }

    public IEnumerable<Measurement<T>> Observe() => _sources.Keys.SelectMany(source => source.Observe());

    private sealed class Source(ObservedValues<T> owner, Func<IEnumerable<Measurement<T>>> observe) : IDisposable
    {
        public IEnumerable<Measurement<T>> Observe() => observe();

        public void Dispose() => owner._sources.TryRemove(this, out _);
    }
}
