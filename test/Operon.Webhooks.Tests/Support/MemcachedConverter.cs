using System.Globalization;

namespace Operon.Webhooks.Tests;

internal sealed class MemcachedConverter : IConverter<OldMemcached, Memcached>
{
    public Memcached ToHub(OldMemcached spoke) => new()
    {
        Spec = new MemcachedSpec { Size = spoke.Spec.Size switch { null => null, "explode" => throw new KeyNotFoundException("a bug"), var size => int.Parse(size, CultureInfo.InvariantCulture) } },
    };

    public OldMemcached FromHub(Memcached hub) => new()
    {
        Spec = new OldMemcachedSpec { Size = hub.Spec.Size?.ToString(CultureInfo.InvariantCulture) },
    };
}
