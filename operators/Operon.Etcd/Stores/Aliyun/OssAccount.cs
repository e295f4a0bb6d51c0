namespace Operon.Etcd.Stores.Aliyun;

/// <summary>An access key of Alibaba Cloud.</summary>
internal sealed record OssAccount(string AccessKeyId, string AccessKeySecret, string? SecurityToken)
{
    // A record would print its secrets.
    public override string ToString() => "OssAccount";
}
