namespace Operon.Etcd.Planning;

/// <summary>
/// Authentication is switched on only when the users that will be needed exist with passwords the operator holds, so that nobody is locked out (A1, A2).
/// </summary>
internal static class AuthRules
{
    public static EtcdAction? Next(EtcdDesired desired, EtcdObserved observed, MembershipFacts membership)
    {
        if (observed.Auth is not { IsEnabled: { } isEnabled } auth)
        {
            return null;
        }

        if (!auth.IsWanted)
        {
            return !isEnabled ? null
                : auth.OperatorWorks ? (EtcdAction?)Stability.Missing(observed, membership) ?? new DisableAuth("spec.auth.enabled is false")
                : new ReportAuthProblem("spec.auth.enabled is false, but etcd asks for users and refuses those the operator knows; put root's password into the secret named by spec.auth.rootSecret");
        }

        if (auth.Problem is { } problem)
        {
            return new ReportAuthProblem(problem);
        }

        if (!auth.HasSecrets)
        {
            return new PrepareAuth("the secrets of root and of the operator's user are missing");
        }

        if (!isEnabled)
        {
            // The grant of the role and the switch are changes of the cluster like others: made while all members are well.
            return (EtcdAction?)Stability.Missing(observed, membership) ?? new EnableAuth("spec.auth.enabled is true");
        }

        if (!auth.OperatorWorks)
        {
            return new ReportAuthProblem(
                $"etcd refuses the operator's user and root with the password in secret {auth.RootSecret}; put root's password as etcd knows it into that secret");
        }

        return auth.RootWorks ? null : new SetRootPassword($"secret {auth.RootSecret} has another password than etcd knows");
    }
}
