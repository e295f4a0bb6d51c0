using System.Text.Json.Nodes;
using System.Text.Json.Serialization.Metadata;
using k8s;
using k8s.Models;

namespace Operon.Kubernetes;

/// <summary>The subresources of Kubernetes, and the form for any other.</summary>
public static class Subresources
{
    /// <summary>Replica count of anything that scales.</summary>
    public static Subresource<V1Scale> Scale => Of(ref field, static () => SubresourcesJson.Default, "scale", "autoscaling/v1", "Scale");

    /// <summary>Asks to delete a pod as far as its disruption budgets allow. Answers a Status; 429 while a budget forbids it.</summary>
    public static Subresource<V1Eviction> Eviction => Of(ref field, static () => SubresourcesJson.Default, "eviction", "policy/v1", "Eviction");

    /// <summary>Binds a pod to a node. Answers a Status.</summary>
    public static Subresource<V1Binding> Binding => Of(ref field, static () => SubresourcesJson.Default, "binding", "v1", "Binding");

    /// <summary>Issues a token for a service account.</summary>
    public static Subresource<Authenticationv1TokenRequest> Token => Of(ref field, static () => SubresourcesJson.Default, "token", "authentication.k8s.io/v1", "TokenRequest");

    /// <summary>Approves or denies a certificate signing request: an update of its conditions.</summary>
    public static Subresource<V1CertificateSigningRequest> Approval => Of(ref field, static () => ClusterJson.Default, "approval", "certificates.k8s.io/v1", "CertificateSigningRequest");

    /// <summary>Changes the resources of a running pod.</summary>
    public static Subresource<V1Pod> Resize => Of(ref field, static () => WorkloadsJson.Default, "resize", "v1", "Pod");

    /// <summary>Adds containers to a running pod for debugging.</summary>
    public static Subresource<V1Pod> EphemeralContainers => Of(ref field, static () => WorkloadsJson.Default, "ephemeralcontainers", "v1", "Pod");

    /// <summary>The status of <paramref name="kind"/>: a body of the same type, of which the server takes only the status.</summary>
    public static Subresource<T> Status<T>(ResourceKind<T> kind)
        where T : class, IKubernetesObject<V1ObjectMeta> => new("status", kind.Type.ApiVersion, kind.Type.Kind, () => kind.Json);

    /// <summary>Any subresource, without a model.</summary>
    public static Subresource<JsonObject> Untyped(string name, string apiVersion, string kind) => new(name, apiVersion, kind, ClientJson.TypeInfo<JsonObject>);

    // As in ResourceKinds: made when asked for, so that a native program keeps only the models it names.
    private static Subresource<T> Of<T>(ref Subresource<T>? made, Func<IJsonTypeInfoResolver> context, string name, string apiVersion, string kind)
        where T : class =>
        Volatile.Read(ref made) ?? Make(ref made, context, name, apiVersion, kind);

    private static Subresource<T> Make<T>(ref Subresource<T>? made, Func<IJsonTypeInfoResolver> context, string name, string apiVersion, string kind)
        where T : class
    {
        var one = new Subresource<T>(name, apiVersion, kind, () => KubernetesJson.TypeInfo<T>(context()));
        return Interlocked.CompareExchange(ref made, one, null) ?? one;
    }
}
