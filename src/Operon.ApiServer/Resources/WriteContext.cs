using Operon.ApiServer.Authentication;
using Operon.ApiServer.Http;

namespace Operon.ApiServer.Resources;

/// <summary>Who writes, how strictly, and where warnings go.</summary>
internal sealed record WriteContext(UserInfo User, string FieldManager, WarningList Warnings)
{
    public bool DryRun { get; init; }

    /// <summary>Strict, Warn or Ignore.</summary>
    public string FieldValidation { get; init; } = "Warn";

    public bool Force { get; init; }

    /// <summary>The query's fieldManager and fieldValidation, empty when the client left them out.</summary>
    public (string Manager, string Validation) Given { get; init; } = ("", "");

    /// <summary>No webhook is asked: the server writes for itself, or they have judged the request in another form.</summary>
    public bool SkipsWebhooks { get; init; }

    /// <summary>Cancelled when the client is gone.</summary>
    public CancellationToken Aborted { get; init; }

    /// <summary>The server's own writes, such as the bootstrap objects.</summary>
    public static WriteContext Internal => new(UserInfo.Self, "kube-apiserver", new WarningList()) { SkipsWebhooks = true };
}
