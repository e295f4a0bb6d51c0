namespace Operon.Etcd.Planning;

/// <summary>Members find each other by the names of the headless Service: it comes before they do.</summary>
internal static class ServiceRules
{
    public static EtcdAction? Next(EtcdDesired desired, EtcdObserved observed) => observed.HasServices ? null : new CreateServices();
}
