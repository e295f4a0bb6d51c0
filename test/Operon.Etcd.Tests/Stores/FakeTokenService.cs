using System.Globalization;
using System.Xml.Linq;
using Microsoft.AspNetCore.Http;

namespace Operon.Etcd.Tests.Stores;

/// <summary>Amazon's security token service, as far as a pod with a role needs it.</summary>
internal sealed class FakeTokenService : FakeObjects
{
    private static readonly XNamespace _namespace = "https://sts.amazonaws.com/doc/2011-06-15/";

    public int RolesAssumed { get; private set; }

    protected override async Task AnswerAsync(HttpContext context)
    {
        var form = await context.Request.ReadFormAsync();
        if (form["Action"] != "AssumeRoleWithWebIdentity" || form["WebIdentityToken"] != "from-the-kubelet" || form["RoleArn"] != "arn:aws:iam::1:role/backup")
        {
            context.Response.StatusCode = StatusCodes.Status400BadRequest;
            await context.Response.WriteAsync("<ErrorResponse><Error><Code>InvalidIdentityToken</Code></Error></ErrorResponse>");
            return;
        }

        RolesAssumed++;
        await context.Response.WriteAsync(new XElement(
            _namespace + "AssumeRoleWithWebIdentityResponse",
            new XElement(_namespace + "AssumeRoleWithWebIdentityResult", new XElement(
                _namespace + "Credentials",
                new XElement(_namespace + "AccessKeyId", "S3RVER"),
                new XElement(_namespace + "SecretAccessKey", "S3RVER"),
                new XElement(_namespace + "SessionToken", "session"),
                new XElement(_namespace + "Expiration", DateTimeOffset.UtcNow.AddHours(1).ToString("O", CultureInfo.InvariantCulture))))).ToString());
    }
}
