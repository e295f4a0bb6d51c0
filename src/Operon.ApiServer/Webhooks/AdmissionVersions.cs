using System.Text.Json.Nodes;
using Operon.ApiServer.Admission;
using Operon.ApiServer.Resources;

namespace Operon.ApiServer.Webhooks;

/// <summary>The objects of one write, as webhooks see them: without what the server adds only afterwards, and in any served version.</summary>
internal sealed class AdmissionVersions(AdmissionRequest request, ObjectConverter converter, bool mutating)
{
    private static readonly string[] AddedLater = ["uid", "creationTimestamp"];
    private readonly Dictionary<ServedResource, (JsonObject? Object, JsonObject? Old)> _known = [];

    public async ValueTask<(JsonObject? Object, JsonObject? Old)> InAsync(ServedResource version, CancellationToken cancellationToken)
    {
        if (!_known.TryGetValue(version, out var pair))
        {
            var current = request.Operation == AdmissionOperation.Delete ? null : await ViewAsync(request.Object, version, cancellationToken).ConfigureAwait(false);
            pair = (mutating ? Unfinished(current) : current, await ViewAsync(request.Old, version, cancellationToken).ConfigureAwait(false));
            _known[version] = pair;
        }

        return pair;
    }

    /// <summary>Takes over what a webhook made of the object in <paramref name="version"/>.</summary>
    public async ValueTask AdoptAsync(JsonObject patched, ServedResource version, CancellationToken cancellationToken)
    {
        if (request.View is { } view)
        {
            view.Write(request.Object, patched);
        }
        else
        {
            var result = await converter.ConvertAsync(version, patched, request.Resource.ApiVersion, cancellationToken).ConfigureAwait(false);
            Finish(result);
            Replace(request.Object, result);
        }

        request.WasPatched = true;
        _known.Clear();
    }

    private async ValueTask<JsonObject?> ViewAsync(JsonObject? obj, ServedResource version, CancellationToken cancellationToken)
    {
        if (obj is null)
        {
            return null;
        }

        return request.View is { } view
            ? view.Read(obj)
            : await converter.ConvertAsync(request.Resource, (JsonObject)obj.DeepClone(), version.ApiVersion, cancellationToken).ConfigureAwait(false);
    }

    // The real server gives a new object its uid and its generated name after the mutating webhooks.
    private JsonObject? Unfinished(JsonObject? obj)
    {
        if (obj is not null && request.Operation == AdmissionOperation.Create && request.View is null)
        {
            var metadata = obj.Metadata();
            foreach (var member in AddedLater)
            {
                metadata.Remove(member);
            }

            if (request.HasGeneratedName)
            {
                metadata.Remove("name");
            }
        }

        return obj;
    }

    private void Finish(JsonObject patched)
    {
        if (request.Operation != AdmissionOperation.Create)
        {
            return;
        }

        var metadata = patched.Metadata();
        foreach (var member in AddedLater)
        {
            metadata[member] = request.Object.Metadata()[member]?.DeepClone();
        }

        if (metadata.Text("name").Length == 0)
        {
            metadata["name"] = request.Name;
        }
        else
        {
            request.Name = metadata.Text("name");
        }
    }

    private static void Replace(JsonObject target, JsonObject source)
    {
        target.Clear();
        foreach (var (name, value) in source.ToList())
        {
            source.Remove(name);
            target[name] = value;
        }
    }
}
