using k8s.Models;
using Operon.Etcd.Certificates;

namespace Operon.Etcd.Reconciling;

/// <summary>What the secrets of one cluster hold.</summary>
internal sealed record CertificateSet(V1Secret? AuthoritySecret, AuthorityState? Authority, IReadOnlyList<(LeafSpec Spec, V1Secret? Secret)> Leaves);
