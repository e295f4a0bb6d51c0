namespace Operon.Etcd.Tests.Model;

/// <summary>One member: what its address on record says, what its process was told, and whether that runs.</summary>
internal readonly record struct TlsSlot(bool HasPod, bool IsUp, bool HasCertificates, bool ListensByTls, bool ServesByTls, bool UrlIsTls)
{
    public bool Dials(TlsSlot other) => IsUp && other.IsUp && other.UrlIsTls == other.ListensByTls && (!other.UrlIsTls || HasCertificates);
}
