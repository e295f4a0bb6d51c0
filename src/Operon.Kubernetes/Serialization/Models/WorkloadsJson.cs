using System.Text.Json.Serialization;
using k8s.Models;

namespace Operon.Kubernetes;

/// <summary>Pods and everything that has a template of them: their models share some two hundred types.</summary>
[JsonSerializable(typeof(V1Pod))]
[JsonSerializable(typeof(V1ReplicationController))]
[JsonSerializable(typeof(V1Deployment))]
[JsonSerializable(typeof(V1ReplicaSet))]
[JsonSerializable(typeof(V1StatefulSet))]
[JsonSerializable(typeof(V1DaemonSet))]
[JsonSerializable(typeof(V1ControllerRevision))]
[JsonSerializable(typeof(V1Job))]
[JsonSerializable(typeof(V1CronJob))]
internal sealed partial class WorkloadsJson : JsonSerializerContext;
