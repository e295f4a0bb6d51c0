using System.Text.Json.Nodes;
using Operon.ApiServer.Resources;

namespace Operon.ApiServer.Admission;

/// <summary>A write on its way in. What a plugin must hold until the commit (an address reservation) ends with <see cref="Dispose"/>.</summary>
internal sealed record AdmissionRequest(
    ServedResource Resource,
    AdmissionOperation Operation,
    string Namespace,
    string Name,
    JsonObject Object,
    JsonObject? Old,
    string? Subresource,
    WriteContext Context) : IDisposable
{
    private readonly List<Action> _releases = [];

    public bool IsMainCreate(string storageName) => Operation == AdmissionOperation.Create && Subresource is null && Resource.StorageName == storageName;

    public void OnRelease(Action release) => _releases.Add(release);

    public void Dispose()
    {
        foreach (var release in _releases)
        {
            release();
        }

        _releases.Clear();
    }
}
