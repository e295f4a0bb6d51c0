using System.Collections.Immutable;
using System.Runtime.CompilerServices;
using Operon.ApiServer.Resources;
using Operon.ApiServer.Storage;

namespace Operon.ApiServer.Policies;

/// <summary>The policies that bindings make effective, by name. Read again when the stored sets are other ones; a policy is compiled once.</summary>
internal sealed class PolicyRegistry(ObjectStore store)
{
    private readonly ConditionalWeakTable<StoredObject, ValidatingPolicy> _policies = [];
    private readonly ConditionalWeakTable<StoredObject, PolicyBinding> _bindings = [];
    private Known? _known;

    public IReadOnlyList<(ValidatingPolicy Policy, IReadOnlyList<PolicyBinding> Bindings)> Current
    {
        get
        {
            var policies = store.State.Objects(StorageNames.ValidatingAdmissionPolicies);
            var bindings = store.State.Objects(StorageNames.ValidatingAdmissionPolicyBindings);
            var known = Volatile.Read(ref _known);
            if (known is null || !ReferenceEquals(known.Policies, policies) || !ReferenceEquals(known.Bindings, bindings))
            {
                known = new Known(policies, bindings, Read(policies, bindings));
                Volatile.Write(ref _known, known);
            }
            return known.Effective;
        }
    }

    private List<(ValidatingPolicy Policy, IReadOnlyList<PolicyBinding> Bindings)> Read(ImmutableSortedSet<StoredObject> policies, ImmutableSortedSet<StoredObject> bindings)
    {
        var byPolicy = bindings.Select(binding => _bindings.GetValue(binding, stored => new PolicyBinding(stored.Decode()))).ToLookup(binding => binding.PolicyName);
        return
        [
            .. from stored in policies
               let bound = byPolicy[stored.Name].ToList()
               where bound.Count > 0
               select (_policies.GetValue(stored, policy => new ValidatingPolicy(policy.Decode())), (IReadOnlyList<PolicyBinding>)bound)
        ];
    }

    private sealed record Known(
        ImmutableSortedSet<StoredObject> Policies,
        ImmutableSortedSet<StoredObject> Bindings,
        IReadOnlyList<(ValidatingPolicy Policy, IReadOnlyList<PolicyBinding> Bindings)> Effective);
}
