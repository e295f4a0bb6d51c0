using System.Net;

namespace Operon.Kubernetes;

/// <summary>
/// A server-side apply was refused because other field managers own fields with other values (KEP-555). Leave those fields out, agree with the
/// other manager, or apply with <see cref="WriteOptions.Force"/> to take the fields over.
/// </summary>
public sealed class ApplyConflictException : KubernetesApiException
{
    internal ApplyConflictException(HttpStatusCode code, string reason, string message, TimeSpan? retryAfter, string statusJson, IReadOnlyList<StatusCause> causes)
        : base(code, reason, message, retryAfter, statusJson, causes) =>
        Conflicts = [.. causes.Where(IsConflictCause).Select(FieldConflicts.Read)];

    /// <summary>Every field in conflict, with the manager that owns it. The same field appears once for each manager.</summary>
    public IReadOnlyList<FieldConflict> Conflicts { get; }

    /// <summary>The other managers, each once.</summary>
    public IReadOnlyList<string> Managers => [.. Conflicts.Select(conflict => conflict.Manager).Distinct()];

    internal static bool IsConflictCause(StatusCause cause) => cause.Reason == "FieldManagerConflict";
}
