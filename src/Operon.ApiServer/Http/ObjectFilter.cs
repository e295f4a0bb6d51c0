using Operon.ApiServer.Resources;
using Operon.ApiServer.Selectors;
using Operon.ApiServer.Storage;

namespace Operon.ApiServer.Http;

/// <summary>
/// Label and field selectors over what the store has already extracted. The selectable fields of a custom resource belong to one version of it, so those
/// are read from the object in that version.
/// </summary>
internal sealed class ObjectFilter(ServedResource resource, LabelSelector labels, FieldSelector fields, ObjectEncoder encoder)
{
    public bool IsEmpty => labels.IsEmpty && fields.IsEmpty;

    /// <summary>Objects must be decoded to be judged: whoever judges many should have them converted together before.</summary>
    public bool ReadsObjects { get; } = resource.Custom is not null && fields.Requirements.Any(requirement => requirement.Field is not ("metadata.name" or "metadata.namespace"));

    public async ValueTask<bool> MatchesAsync(StoredObject obj, CancellationToken cancellationToken)
    {
        if (!labels.IsEmpty && !labels.Matches(key => obj.Index.Labels.GetValueOrDefault(key)))
        {
            return false;
        }

        var values = !ReadsObjects ? obj.Index.Fields : resource.Rules.Strategy.SelectableFields(await encoder.DecodeAsync(resource, obj, cancellationToken).ConfigureAwait(false));
        return fields.IsEmpty || fields.Matches(field => field switch
        {
            "metadata.name" => obj.Name,
            "metadata.namespace" => obj.Namespace,
            _ => values.GetValueOrDefault(field),
        });
    }
}
