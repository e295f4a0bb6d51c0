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

    /// <summary>The server's own writes, such as the bootstrap objects.</summary>
    public static WriteContext Internal => new(UserInfo.Self, "kube-apiserver", new WarningList());
}
