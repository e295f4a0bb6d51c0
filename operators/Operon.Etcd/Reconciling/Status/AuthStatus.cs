using Operon.Etcd.Api;
using Operon.Etcd.Planning;

namespace Operon.Etcd.Reconciling;

/// <summary>Whether etcd asks for users, and whether that is as asked for.</summary>
internal sealed class AuthStatus : IStatusPart
{
    public const string Ready = "AuthenticationReady";

    public EtcdClusterStatus Add(EtcdClusterStatus status, StatusContext context)
    {
        if (context.Snapshot.Observed.Auth is not { IsEnabled: { } isEnabled } auth)
        {
            return status;
        }

        if (!auth.IsWanted && !isEnabled)
        {
            context.Conditions.Remove(Ready);
            return status with { Auth = null };
        }

        Judge(auth, isEnabled, context);
        return status with
        {
            Auth = new EtcdAuthStatus
            {
                Enabled = isEnabled,
                RootSecret = auth.RootSecret,
                RootSecretVersion = auth.RootWorks ? auth.RootSecretVersion : null,
            },
        };
    }

    private static void Judge(AuthFacts auth, bool isEnabled, StatusContext context)
    {
        if (context.Action is ReportAuthProblem problem)
        {
            context.Conditions.Set(Ready, "False", "AuthenticationProblem", problem.Reason);
        }
        else if (auth.IsWanted != isEnabled)
        {
            context.Conditions.Set(Ready, "False", auth.IsWanted ? "Enabling" : "Disabling", "");
        }
        else
        {
            context.Conditions.Set(Ready, "True", "AuthenticationEnabled", "");
        }
    }
}
