using Etcdserverpb;
using Google.Protobuf;
using Operon.Etcd.Planning;

namespace Operon.Etcd.Membership;

/// <summary>Fields of a status that came with 3.6, which the generated type does not know but keeps.</summary>
/// <param name="StorageVersion">Version of the data; null before 3.6.</param>
/// <param name="DowngradeTarget">Where a downgrade that is under way leads; null when none is.</param>
internal sealed record StatusExtras(EtcdVersion? StorageVersion, EtcdVersion? DowngradeTarget)
{
    private const int StorageVersionField = 11;
    private const int DowngradeField = 13;

    public static StatusExtras Read(StatusResponse status)
    {
        EtcdVersion? storage = null;
        EtcdVersion? target = null;
        var input = status.ToByteString().CreateCodedInput();
        while (input.ReadTag() is var tag and not 0)
        {
            switch (WireFormat.GetTagFieldNumber(tag))
            {
                case StorageVersionField:
                    storage = Version(input.ReadString());
                    break;
                case DowngradeField:
                    target = Target(input.ReadBytes());
                    break;
                default:
                    input.SkipLastField();
                    break;
            }
        }

        return new StatusExtras(storage, target);
    }

    private static EtcdVersion? Target(ByteString info)
    {
        var isEnabled = false;
        EtcdVersion? target = null;
        var input = info.CreateCodedInput();
        while (input.ReadTag() is var tag and not 0)
        {
            switch (WireFormat.GetTagFieldNumber(tag))
            {
                case 1:
                    isEnabled = input.ReadBool();
                    break;
                case 2:
                    target = Version(input.ReadString());
                    break;
                default:
                    input.SkipLastField();
                    break;
            }
        }

        return isEnabled ? target : null;
    }

    // "3.5" and "3.5.0" both occur.
    private static EtcdVersion? Version(string text) =>
        EtcdVersion.TryParse(text, out var full) ? full : EtcdVersion.TryParse($"{text}.0", out var minor) ? minor : null;
}
