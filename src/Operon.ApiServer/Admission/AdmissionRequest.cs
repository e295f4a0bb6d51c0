using System.Text.Json.Nodes;
using Operon.ApiServer.Resources;
using Operon.ApiServer.Webhooks;

namespace Operon.ApiServer.Admission;

/// <summary>A write on its way in. What a plugin must hold until the commit (an address reservation) ends with <see cref="Dispose"/>.</summary>
internal sealed class AdmissionRequest(
    ServedResource resource,
    AdmissionOperation operation,
    string @namespace,
    string name,
    JsonObject obj,
    JsonObject? old,
    string? subresource,
    WriteContext context) : IDisposable
{
    private readonly List<Action> _releases = [];

    public ServedResource Resource { get; } = resource;
    public AdmissionOperation Operation { get; } = operation;
    public string Namespace { get; } = @namespace;

    /// <summary>A mutating webhook may name an object that was created with generateName.</summary>
    public string Name { get; set; } = name;
    public JsonObject Object { get; } = obj;
    public JsonObject? Old { get; } = old;
    public string? Subresource { get; } = subresource;
    public WriteContext Context { get; } = context;

    /// <summary>What webhooks see in the place of the object; null for the object itself.</summary>
    public SubresourceView? View { get; init; }

    /// <summary>The options of a delete.</summary>
    public DeleteOptions? Delete { get; init; }

    /// <summary>The name comes from generateName.</summary>
    public bool HasGeneratedName { get; init; }

    /// <summary>A webhook changed the object.</summary>
    public bool WasPatched { get; set; }

    public ReinvocationContext Reinvocation { get; } = new();

    /// <summary>The operation as webhooks know it.</summary>
    public string OperationName => Operation switch
    {
        AdmissionOperation.Create => "CREATE",
        AdmissionOperation.Update => "UPDATE",
        _ => "DELETE",
    };

    public bool IsMainCreate(string storageName) => Operation == AdmissionOperation.Create && Subresource is null && Resource.StorageName == storageName;

    /// <summary>The meta/v1 CreateOptions, UpdateOptions or DeleteOptions of the request.</summary>
    public JsonObject Options()
    {
        var options = new JsonObject
        {
            ["kind"] = Operation switch { AdmissionOperation.Create => "CreateOptions", AdmissionOperation.Update => "UpdateOptions", _ => "DeleteOptions" },
            ["apiVersion"] = "meta.k8s.io/v1",
        };
        Delete?.WriteTo(options);
        if (Context.DryRun)
        {
            options["dryRun"] = new JsonArray("All");
        }

        if (Operation != AdmissionOperation.Delete)
        {
            Put(options, "fieldManager", Context.Given.Manager);
            Put(options, "fieldValidation", Context.Given.Validation);
        }

        return options;
    }

    public void OnRelease(Action release) => _releases.Add(release);

    public void Dispose()
    {
        foreach (var release in _releases)
        {
            release();
        }

        _releases.Clear();
    }

    private static void Put(JsonObject json, string member, string value)
    {
        if (value.Length > 0)
        {
            json[member] = value;
        }
    }
}
