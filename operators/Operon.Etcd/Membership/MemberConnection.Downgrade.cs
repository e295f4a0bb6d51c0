using Etcdserverpb;
using Operon.Etcd.Planning;

namespace Operon.Etcd.Membership;

internal sealed partial class MemberConnection
{
    public async Task DowngradeAsync(DowngradeStep step, EtcdVersion target, CancellationToken cancellationToken)
    {
        var action = step switch
        {
            DowngradeStep.Validate => DowngradeRequest.Types.DowngradeAction.Validate,
            DowngradeStep.Enable => DowngradeRequest.Types.DowngradeAction.Enable,
            _ => DowngradeRequest.Types.DowngradeAction.Cancel,
        };
        await _maintenance.DowngradeAsync(new DowngradeRequest { Action = action, Version = $"{target.Major}.{target.Minor}" }, Options(_changeTime, cancellationToken));
    }
}
