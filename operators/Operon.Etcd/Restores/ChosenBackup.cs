using Operon.Etcd.Api;

namespace Operon.Etcd.Restores;

/// <summary>The backup a restore uses.</summary>
/// <param name="Source">Store and full path.</param>
/// <param name="Known">What an EtcdBackup says of it; null when the restore names an object.</param>
internal sealed record ChosenBackup(BackupSource Source, BackupArtifact? Known);
