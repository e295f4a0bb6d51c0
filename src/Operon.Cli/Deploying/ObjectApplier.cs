using System.Text.Json.Nodes;
using Operon.Kubernetes;

namespace Operon.Cli.Deploying;

/// <summary>Applies objects to a cluster and deletes them from it, and says so.</summary>
internal sealed class ObjectApplier(IKubernetesClient client, TimeProvider time, TextWriter output)
{
    private static readonly WriteOptions _options = new() { FieldManager = "operon", Force = true };
    private static readonly TimeSpan _poll = TimeSpan.FromMilliseconds(200);
    private static readonly TimeSpan _kindPatience = TimeSpan.FromSeconds(30);
    private readonly ResourceMapper _mapper = new(client, time);

    /// <summary>Applies server-side, in order; definitions are waited for until the server serves them.</summary>
    public async Task ApplyAsync(IReadOnlyList<JsonObject> objects, CancellationToken cancellationToken)
    {
        var definitions = new List<JsonObject>();
        foreach (var json in objects)
        {
            if (definitions.Count > 0 && json["kind"]?.ToString() != "CustomResourceDefinition")
            {
                await EstablishedAsync(definitions, cancellationToken);
                definitions.Clear();
            }

            var (resources, resource) = await FindAsync(json, cancellationToken);
            var applied = await resources.ApplyAsync(resource, _options, cancellationToken);
            await output.WriteLineAsync($"  applied  {Name(applied, resources.Kind.Type)}");
            if (json["kind"]?.ToString() == "CustomResourceDefinition")
            {
                definitions.Add(json);
            }
        }

        await EstablishedAsync(definitions, cancellationToken);
    }

    /// <summary>Deletes in reverse order and waits until all are gone.</summary>
    /// <exception cref="CommandException">One was not there, and <paramref name="ignoreNotFound"/> is false.</exception>
    public async Task DeleteAsync(IReadOnlyList<JsonObject> objects, bool ignoreNotFound, TimeSpan timeout, CancellationToken cancellationToken)
    {
        var going = new List<(IResourceClient<UntypedObject> Resources, UntypedObject Resource)>();
        foreach (var json in objects.Reverse())
        {
            var type = await _mapper.FindAsync(json["apiVersion"]!.ToString(), json["kind"]!.ToString(), cancellationToken);
            var resource = UntypedObject.FromJson((JsonObject)json.DeepClone());
            if (type is null)
            {
                NotFound($"{json["kind"]} {resource.Metadata.Name}", ignoreNotFound);
                continue;
            }

            var resources = client.Resource(ResourceKinds.Untyped(type));
            try
            {
                await resources.DeleteAsync(Namespace(type, resource), resource.Metadata.Name, cancellationToken);
                going.Add((resources, resource));
                await output.WriteLineAsync($"  deleted  {Name(resource, type)}");
            }
            catch (KubernetesApiException e) when (e.IsNotFound)
            {
                NotFound(Name(resource, type), ignoreNotFound);
            }
        }

        await GoneAsync(going, timeout, cancellationToken);
    }

    private async Task<(IResourceClient<UntypedObject> Resources, UntypedObject Resource)> FindAsync(JsonObject json, CancellationToken cancellationToken)
    {
        var (apiVersion, kind) = (json["apiVersion"]!.ToString(), json["kind"]!.ToString());
        var type = await _mapper.FindAsync(apiVersion, kind, cancellationToken)
            ?? throw new CommandException(
                $"{client.Server} does not know the kind {kind} of {apiVersion}, which {kind} {json["metadata"]?["name"]} needs.\n  remedy: install what defines it, or take the object out of config/default");
        var resource = UntypedObject.FromJson((JsonObject)json.DeepClone());
        resource.Metadata.NamespaceProperty = Namespace(type, resource);
        return (client.Resource(ResourceKinds.Untyped(type)), resource);
    }

    private string? Namespace(ResourceType type, UntypedObject resource) =>
        type.IsNamespaced ? resource.Metadata.NamespaceProperty ?? client.DefaultNamespace : null;

    private async Task EstablishedAsync(List<JsonObject> definitions, CancellationToken cancellationToken)
    {
        foreach (var definition in definitions)
        {
            var name = definition["metadata"]!["name"]!.ToString();
            var start = time.GetTimestamp();
            while (true)
            {
                var found = await client.Resource(ResourceKinds.CustomResourceDefinition).FindAsync(null, name, cancellationToken);
                if (found?.Status?.Conditions?.Any(condition => condition is { Type: "Established", Status: "True" }) == true)
                {
                    break;
                }

                if (time.GetElapsedTime(start) > _kindPatience)
                {
                    var reasons = found?.Status?.Conditions?.Where(condition => condition.Status == "False").Select(condition => condition.Message) ?? [];
                    throw new CommandException($"the definition {name} was not established after {_kindPatience.TotalSeconds:0} s: {string.Join("; ", reasons)}");
                }

                await Task.Delay(_poll, time, cancellationToken);
            }
        }

        _mapper.Reset();
    }

    private async Task GoneAsync(List<(IResourceClient<UntypedObject> Resources, UntypedObject Resource)> going, TimeSpan timeout, CancellationToken cancellationToken)
    {
        var start = time.GetTimestamp();
        foreach (var (resources, resource) in going)
        {
            while (await ExistsAsync(resources, resource, cancellationToken) is { } left)
            {
                if (time.GetElapsedTime(start) > timeout)
                {
                    var finalizers = left.Metadata.Finalizers is { Count: > 0 } held ? $": held by the finalizers {string.Join(", ", held)}" : "";
                    throw new CommandException($"{Name(resource, resources.Kind.Type)} is still there after {timeout.TotalSeconds:0} s{finalizers}.\n  remedy: delete the objects that use it first, or wait longer with --timeout");
                }

                await Task.Delay(_poll, time, cancellationToken);
            }
        }
    }

    private async Task<UntypedObject?> ExistsAsync(IResourceClient<UntypedObject> resources, UntypedObject resource, CancellationToken cancellationToken)
    {
        try
        {
            return await resources.FindAsync(Namespace(resources.Kind.Type, resource), resource.Metadata.Name, cancellationToken);
        }
        catch (KubernetesApiException e) when (e.IsNotFound)
        {
            return null;
        }
    }

    private void NotFound(string name, bool ignore)
    {
        if (!ignore)
        {
            throw new CommandException($"{name} is not in {client.Server}.\n  remedy: --ignore-not-found leaves out what is not there");
        }
    }

    private static string Name(UntypedObject resource, ResourceType type) =>
        $"{type.GroupResource}/{resource.Metadata.Name}{(type.IsNamespaced ? $" in {resource.Metadata.NamespaceProperty}" : "")}";
}
