using System.Globalization;
using System.Xml.Linq;

namespace Operon.Etcd.Stores.S3;

/// <summary>
/// A role assumed with the pod's own service account token (<c>AWS_ROLE_ARN</c>, <c>AWS_WEB_IDENTITY_TOKEN_FILE</c>), so that no static key exists.
/// Renewed five minutes before it runs out.
/// </summary>
internal sealed class WebIdentityS3Credentials(StoreHttp http, Uri endpoint, string role, string tokenFile) : IS3CredentialSource
{
    private static readonly TimeSpan _margin = TimeSpan.FromMinutes(5);

    private S3Credentials? _current;
    private DateTimeOffset _expires;

    public async ValueTask<S3Credentials> GetAsync(CancellationToken cancellationToken)
    {
        if (_current is { } current && http.Time.GetUtcNow() + _margin < _expires)
        {
            return current;
        }

        // The kubelet renews the token in place, so it is read each time.
        var token = (await File.ReadAllTextAsync(tokenFile, cancellationToken)).Trim();
        var answer = await http.SendForXmlAsync($"assume role {role}", () => new HttpRequestMessage(HttpMethod.Post, endpoint)
        {
            Content = new FormUrlEncodedContent(
            [
                new("Action", "AssumeRoleWithWebIdentity"), new("Version", "2011-06-15"), new("RoleArn", role),
                new("RoleSessionName", "etcd-backup"), new("WebIdentityToken", token),
            ]),
        }, cancellationToken);
        _expires = DateTimeOffset.Parse(Value(answer, "Expiration"), CultureInfo.InvariantCulture, DateTimeStyles.AssumeUniversal);
        return _current = new S3Credentials(Value(answer, "AccessKeyId"), Value(answer, "SecretAccessKey"), Value(answer, "SessionToken"));
    }

    private string Value(XElement answer, string name) =>
        answer.Descendants().FirstOrDefault(element => element.Name.LocalName == name)?.Value
        ?? throw new StoreException($"assume role {role}: the answer has no {name}", isTransient: false);
}
