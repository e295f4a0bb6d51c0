using System.Text.Json.Serialization;

namespace Operon.Etcd.Backups.Tasks;

[JsonSourceGenerationOptions(DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingDefault)]
[JsonSerializable(typeof(BackupTask))]
[JsonSerializable(typeof(TaskResult))]
internal sealed partial class TaskJson : JsonSerializerContext;
