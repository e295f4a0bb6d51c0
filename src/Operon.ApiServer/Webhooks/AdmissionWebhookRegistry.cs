using System.Collections.Immutable;
using System.Runtime.CompilerServices;
using Operon.ApiServer.Resources;
using Operon.ApiServer.Storage;

namespace Operon.ApiServer.Webhooks;

/// <summary>
/// The webhooks of one kind of configuration, in calling order: by the configuration's name, then by their place in it. Read again whenever the stored
/// set is another one, so that a request after a committed configuration always sees it.
/// </summary>
internal sealed class AdmissionWebhookRegistry(ObjectStore store, string configurations)
{
    private readonly ConditionalWeakTable<StoredObject, IReadOnlyList<AdmissionWebhook>> _read = [];
    private Known _known = new(StoreSnapshot.Empty, []);

    public IReadOnlyList<AdmissionWebhook> Current
    {
        get
        {
            var stored = store.State.Objects(configurations);
            var known = Volatile.Read(ref _known);
            if (!ReferenceEquals(known.Stored, stored))
            {
                known = new Known(stored, [.. stored.SelectMany(configuration => _read.GetValue(configuration, Read))]);
                Volatile.Write(ref _known, known);
            }

            return known.Webhooks;
        }
    }

    private static IReadOnlyList<AdmissionWebhook> Read(StoredObject configuration) =>
        [.. configuration.Decode().Objects("webhooks").Select((webhook, index) => new AdmissionWebhook(configuration.Name, index, webhook))];

    private sealed record Known(ImmutableSortedSet<StoredObject> Stored, IReadOnlyList<AdmissionWebhook> Webhooks);
}
