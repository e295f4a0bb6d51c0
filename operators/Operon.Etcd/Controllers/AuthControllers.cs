using Operon.Etcd.Api;
using Operon.Etcd.AuthObjects;
using Operon.Etcd.Membership;
using Operon.Etcd.Reconciling;
using Operon.Runtime;

namespace Operon.Etcd.Controllers;

/// <summary>The controllers of EtcdUser and EtcdRole.</summary>
internal static class AuthControllers
{
    public static void Register(ControllerManager manager, ClusterScope scope, MemberDialer dialer, TimeProvider time)
    {
        var access = new ClusterAccess(manager.Client, dialer);
        manager.Controller("etcdrole", EtcdKinds.Role)
            .Filter((before, after) => before.Metadata.Generation != after.Metadata.Generation || before.Metadata.DeletionTimestamp != after.Metadata.DeletionTimestamp)
            .ReconcileWith(new EtcdRoleReconciler(manager.Client, access, scope, time));
        manager.Controller("etcduser", EtcdKinds.User)
            .Filter((before, after) => before.Metadata.Generation != after.Metadata.Generation || before.Metadata.DeletionTimestamp != after.Metadata.DeletionTimestamp)
            .ReconcileWith(new EtcdUserReconciler(manager.Client, access, scope, time));
    }
}
