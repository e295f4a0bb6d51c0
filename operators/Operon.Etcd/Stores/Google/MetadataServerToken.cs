namespace Operon.Etcd.Stores.Google;

/// <summary>The token of the service account the node or, with Workload Identity, the pod runs as: no key exists.</summary>
internal sealed class MetadataServerToken(StoreHttp http, string host) : RenewedGoogleToken(http)
{
    public const string DefaultHost = "metadata.google.internal";

    protected override HttpRequestMessage Ask() => new(HttpMethod.Get, $"http://{host}/computeMetadata/v1/instance/service-accounts/default/token")
    {
        Headers = { { "Metadata-Flavor", "Google" } },
    };
}
