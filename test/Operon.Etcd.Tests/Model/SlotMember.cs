namespace Operon.Etcd.Tests.Model;

/// <summary>What etcd's member list says about a slot.</summary>
internal enum SlotMember
{
    None,
    Learner,
    Voter,
}
