using System.Text.Json.Serialization;

namespace Operon.Etcd.Api;

/// <summary>Source-generated JSON of the operator's own representations.</summary>
[JsonSourceGenerationOptions(DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull)]
[JsonSerializable(typeof(EtcdCluster))]
[JsonSerializable(typeof(EtcdClusterStatus))]
[JsonSerializable(typeof(EtcdPod))]
[JsonSerializable(typeof(EtcdBackup))]
[JsonSerializable(typeof(EtcdBackupStatus))]
[JsonSerializable(typeof(EtcdRestore))]
[JsonSerializable(typeof(EtcdRestoreStatus))]
[JsonSerializable(typeof(ClusterRestore))]
[JsonSerializable(typeof(BackupSource))]
[JsonSerializable(typeof(EtcdClaim))]
[JsonSerializable(typeof(EtcdNode))]
[JsonSerializable(typeof(EtcdClusterSpec))]
[JsonSerializable(typeof(EtcdUser))]
[JsonSerializable(typeof(EtcdRole))]
[JsonSerializable(typeof(EtcdAuthObjectStatus))]
internal sealed partial class EtcdJson : JsonSerializerContext;
