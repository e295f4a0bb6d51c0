using k8s.Models;

namespace Operon.Webhooks;

/// <summary>What a defaulter or validator knows besides the object.</summary>
public sealed class AdmissionContext
{
    private readonly List<string> _warnings = [];
    private readonly Dictionary<string, string> _auditAnnotations = [];

    /// <summary>A context of a request; made by the server, and by tests that call a webhook directly.</summary>
    public AdmissionContext(AdmissionRequest request) => Request = request;

    /// <summary>The whole request.</summary>
    public AdmissionRequest Request { get; }

    /// <summary>Who asks.</summary>
    public V1UserInfo User => Request.UserInfo;

    /// <summary>Nothing will be stored.</summary>
    public bool IsDryRun => Request.IsDryRun;

    /// <summary>The warnings so far.</summary>
    public IReadOnlyList<string> Warnings => _warnings;

    /// <summary>What was noted for the audit log so far.</summary>
    public IReadOnlyDictionary<string, string> AuditAnnotations => _auditAnnotations;

    /// <summary>Shows a warning to the client, whether the request goes on or not.</summary>
    public void Warn(string warning)
    {
        ArgumentException.ThrowIfNullOrEmpty(warning);
        _warnings.Add(warning);
    }

    /// <summary>Notes something in the audit log.</summary>
    public void Audit(string key, string value) => _auditAnnotations[key] = value;
}
