using Operon.Etcd.Planning;

namespace Operon.Etcd.Tests.Model;

/// <summary>The versions simulated pods run.</summary>
internal static class ModelVersions
{
    public static EtcdVersion Old { get; } = new(3, 5, 33);

    public static EtcdVersion New { get; } = new(3, 5, 34);

    public static EtcdVersion BeforeLearners { get; } = new(3, 2, 13);

    public static EtcdVersion Of(bool isNew) => isNew ? New : Old;
}
