using System.Net;
using System.Text.Json.Nodes;
using Operon.ApiServer.Errors;
using Operon.ApiServer.Http;
using Operon.ApiServer.Resources;
using Operon.ApiServer.Storage;

namespace Operon.ApiServer.Admission;

/// <summary>
/// Gives Services their cluster address and node ports. What is in use is read from the stored Services, so nothing leaks when one is deleted; what
/// a write has taken is kept from all others until it is committed or refused.
/// </summary>
internal sealed class ServiceAddresses(ObjectStore store, IPNetwork range) : AdmissionPlugin
{
    private const int FirstNodePort = 30000;
    private const int LastNodePort = 32767;
    private readonly Lock _gate = new();
    private readonly Dictionary<AdmissionRequest, JsonObject> _taken = [];
    private readonly uint _base = ToNumber(range.BaseAddress);
    private readonly uint _size = 1u << (32 - range.PrefixLength);

    public override Task MutateAsync(AdmissionRequest request)
    {
        if (request.Resource.StorageName == StorageNames.Services && request.Subresource is null && request.Operation != AdmissionOperation.Delete)
        {
            lock (_gate)
            {
                Allocate(request, request.Object.Ensure("spec"));
            }
        }

        return Task.CompletedTask;
    }

    private void Allocate(AdmissionRequest request, JsonObject spec)
    {
        // Writes of the same Service do not exclude each other here: the commit does.
        var others = store.State.Objects(StorageNames.Services).Where(item => item.Namespace != request.Namespace || item.Name != request.Name).Select(item => item.Decode().Object("spec"))
            .Concat(_taken.Where(entry => entry.Key.Namespace != request.Namespace || entry.Key.Name != request.Name).Select(entry => entry.Value)).ToList();
        Addresses(request, spec, [.. others.SelectMany(other => other.Texts("clusterIPs"))]);
        NodePorts(request, spec, [.. others.SelectMany(other => other.Objects("ports")).Select(port => port["nodePort"].Integer() ?? 0)]);
        _taken[request] = (JsonObject)spec.DeepClone();
        request.OnRelease(() => Release(request));
    }

    private void Release(AdmissionRequest request)
    {
        lock (_gate)
        {
            _taken.Remove(request);
        }
    }

    private void Addresses(AdmissionRequest request, JsonObject spec, HashSet<string> used)
    {
        if (spec.Text("type") == "ExternalName")
        {
            spec.Remove("clusterIP");
            spec.Remove("clusterIPs");
            return;
        }

        var wanted = spec.Text("clusterIP") is { Length: > 0 } single ? single : spec.Texts("clusterIPs").FirstOrDefault() ?? request.Old.Object("spec").Text("clusterIP");
        if (wanted.Length == 0)
        {
            wanted = Free(request, used);
        }
        else if (wanted != "None")
        {
            Check(request, wanted, used);
        }

        spec["clusterIP"] = wanted;
        spec["clusterIPs"] = new JsonArray(wanted);
        if (spec["ipFamilies"] is null)
        {
            spec["ipFamilies"] = new JsonArray("IPv4");
        }

        if (spec["ipFamilyPolicy"] is null)
        {
            spec["ipFamilyPolicy"] = "SingleStack";
        }
    }

    private void Check(AdmissionRequest request, string wanted, HashSet<string> used)
    {
        if (!IPAddress.TryParse(wanted, out var address) || !range.Contains(address))
        {
            throw Refusal.Invalid(request.Resource, request.Name, [FieldError.Invalid("spec.clusterIPs", $"[\"{wanted}\"]", $"failed to allocate IP {wanted}: the provided network does not match the current range {range}")]);
        }

        if (used.Contains(wanted))
        {
            throw Refusal.Invalid(request.Resource, request.Name, [FieldError.Invalid("spec.clusterIPs", $"[\"{wanted}\"]", $"failed to allocate IP {wanted}: provided IP is already allocated")]);
        }
    }

    private string Free(AdmissionRequest request, HashSet<string> used)
    {
        // The first address is the API server's, the low ones (up to 16..256) are left to those who ask for one by name, such as DNS at .10.
        var reserved = Math.Clamp(_size / 16, 16, 256);
        var start = (uint)Random.Shared.NextInt64(reserved, _size - 1);
        for (uint i = 0; i < _size; i++)
        {
            var offset = reserved + ((start - reserved + i) % (_size - 1 - reserved));
            var text = FromNumber(_base + offset).ToString();
            if (!used.Contains(text))
            {
                return text;
            }
        }

        throw Refusal.Internal($"failed to allocate a cluster IP for Service {request.Namespace}/{request.Name}: the range {range} is full");
    }

    private static void NodePorts(AdmissionRequest request, JsonObject spec, HashSet<long> used)
    {
        if (spec.Text("type") is not ("NodePort" or "LoadBalancer"))
        {
            foreach (var port in spec.Objects("ports"))
            {
                port.Remove("nodePort");
            }

            return;
        }

        var index = -1;
        foreach (var port in spec.Objects("ports"))
        {
            index++;
            var old = request.Old.Object("spec").Objects("ports").FirstOrDefault(item => item.Text("name") == port.Text("name") && JsonNode.DeepEquals(item["port"], port["port"]));
            var wanted = port["nodePort"].Integer() is > 0 and { } given ? given : old?["nodePort"].Integer() ?? 0;
            if (wanted == 0)
            {
                wanted = FreePort(used);
            }
            else if (used.Contains(wanted))
            {
                throw Refusal.Invalid(request.Resource, request.Name, [FieldError.Invalid($"spec.ports[{index}].nodePort", $"{wanted}", "provided port is already allocated")]);
            }

            used.Add(wanted);
            port["nodePort"] = wanted;
        }
    }

    private static long FreePort(HashSet<long> used)
    {
        var start = Random.Shared.Next(FirstNodePort, LastNodePort + 1);
        for (var i = 0; i <= LastNodePort - FirstNodePort; i++)
        {
            var port = FirstNodePort + ((start - FirstNodePort + i) % (LastNodePort - FirstNodePort + 1));
            if (!used.Contains(port))
            {
                return port;
            }
        }

        throw Refusal.Internal($"no free node port between {FirstNodePort} and {LastNodePort}");
    }

    private static uint ToNumber(IPAddress address) => System.Buffers.Binary.BinaryPrimitives.ReadUInt32BigEndian(address.GetAddressBytes());

    private static IPAddress FromNumber(uint number)
    {
        Span<byte> bytes = stackalloc byte[4];
        System.Buffers.Binary.BinaryPrimitives.WriteUInt32BigEndian(bytes, number);
        return new IPAddress(bytes);
    }
}
