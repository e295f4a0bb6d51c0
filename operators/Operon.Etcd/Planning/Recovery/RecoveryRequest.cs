using System.Globalization;

namespace Operon.Etcd.Planning;

/// <summary>
/// The wish to start over from one survivor: <c>auto</c> or a member's name, then optionally <c>@</c> and the cluster ID it is meant for, then
/// optionally <c>,force</c>.
/// </summary>
internal sealed record RecoveryRequest
{
    public const string Annotation = "etcd.database.coreos.com/recover-quorum";
    public const string Auto = "auto";
    private const string Force = ",force";

    public required string Text { get; init; }

    /// <summary>Name of the survivor; null to choose the one that is furthest.</summary>
    public string? Member { get; init; }

    public ulong? ClusterId { get; init; }

    /// <summary>Pods that cannot be stopped in an orderly way may be taken off the API: the person has seen to it that they do not run.</summary>
    public bool IsForced { get; init; }

    /// <summary>What is wrong with the text; null when it can be carried out.</summary>
    public string? Problem { get; init; }

    public static RecoveryRequest Parse(string text)
    {
        var body = text.EndsWith(Force, StringComparison.Ordinal) ? text[..^Force.Length] : text;
        var at = body.IndexOf('@', StringComparison.Ordinal);
        var member = at < 0 ? body : body[..at];
        ulong? clusterId = null;
        string? problem = member.Length == 0 ? "it names no member" : null;
        if (at >= 0)
        {
            if (ulong.TryParse(body[(at + 1)..], NumberStyles.HexNumber, CultureInfo.InvariantCulture, out var id))
            {
                clusterId = id;
            }
            else
            {
                problem = $"\"{body[(at + 1)..]}\" is not a cluster ID in hexadecimal";
            }
        }

        return new RecoveryRequest
        {
            Text = text,
            Member = member is Auto or "" ? null : member,
            ClusterId = clusterId,
            IsForced = body.Length != text.Length,
            Problem = problem is null
                ? null
                : $"metadata.annotations[{Annotation}]: \"{text}\" cannot be used: {problem}; write auto or a member's name, optionally followed by @<status.clusterID>",
        };
    }
}
