namespace Operon.Etcd.Planning;

/// <summary>Claims follow the spec while their members run: their size upwards, and what becomes of them when the cluster object goes.</summary>
internal static class ClaimRules
{
    public static EtcdAction? Next(EtcdDesired desired, EtcdObserved observed, MembershipFacts membership)
    {
        foreach (var claim in observed.ClaimDetails.Where(claim => !claim.IsDeleting && membership.Find(claim.Name) is not null))
        {
            if (claim.IsRetained != desired.RetainsClaims)
            {
                return new SetClaimRetention(claim.Name, desired.RetainsClaims);
            }

            // Only a bound claim can grow, and a refusal is not asked for again at once.
            if (desired.StorageRequest > claim.Requested && claim is { Capacity: not null, GrowthRefusal: null })
            {
                return new GrowClaim(claim.Name, claim.Requested, desired.StorageRequest.Value);
            }
        }

        return null;
    }
}
