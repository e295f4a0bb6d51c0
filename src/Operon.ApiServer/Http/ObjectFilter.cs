using Operon.ApiServer.Selectors;
using Operon.ApiServer.Storage;

namespace Operon.ApiServer.Http;

/// <summary>Label and field selectors over what the store has already extracted.</summary>
internal sealed class ObjectFilter(LabelSelector labels, FieldSelector fields)
{
    public bool IsEmpty => labels.IsEmpty && fields.IsEmpty;

    public bool Matches(StoredObject obj) =>
        (labels.IsEmpty || labels.Matches(key => obj.Index.Labels.GetValueOrDefault(key)))
        && (fields.IsEmpty || fields.Matches(field => field switch
        {
            "metadata.name" => obj.Name,
            "metadata.namespace" => obj.Namespace,
            _ => obj.Index.Fields.GetValueOrDefault(field),
        }));
}
