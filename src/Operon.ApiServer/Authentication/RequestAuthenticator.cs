using System.Collections.Concurrent;
using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
using System.Text;
using Microsoft.AspNetCore.Http;
using Operon.ApiServer.Certificates;
using Operon.ApiServer.Http;
using Operon.ApiServer.Tokens;

namespace Operon.ApiServer.Authentication;

/// <summary>Finds out who is asking: client certificate, then bearer token, else anonymous. Wrong credentials are 401, never anonymous.</summary>
internal sealed class RequestAuthenticator(CertificateAuthority authority, ServiceAccountTokens tokens, IReadOnlyDictionary<string, UserInfo> staticTokens, TimeProvider time)
{
    private const int MaxRemembered = 1024;
    private readonly ConcurrentDictionary<string, (UserInfo User, DateTimeOffset End)> _certificates = new();

    public UserInfo Authenticate(HttpContext context)
    {
        if (context.Connection.ClientCertificate is { } certificate)
        {
            return FromCertificate(certificate) ?? throw Refusal.Unauthorized();
        }

        var header = context.Request.Headers.Authorization.ToString();
        if (header.Length == 0)
        {
            return UserInfo.Anonymous;
        }

        return header.StartsWith("Bearer ", StringComparison.OrdinalIgnoreCase) ? FromToken(header[7..].Trim()) ?? throw Refusal.Unauthorized() : throw Refusal.Unauthorized();
    }

    public UserInfo? FromToken(string token)
    {
        foreach (var (known, user) in staticTokens)
        {
            if (CryptographicOperations.FixedTimeEquals(Encoding.UTF8.GetBytes(known), Encoding.UTF8.GetBytes(token)))
            {
                return user;
            }
        }

        return tokens.Authenticate(token, null)?.User;
    }

    private UserInfo? FromCertificate(X509Certificate2 certificate)
    {
        var now = time.GetUtcNow();
        if (_certificates.TryGetValue(certificate.Thumbprint, out var known) && known.End > now)
        {
            return known.User;
        }

        if (!authority.Trusts(certificate))
        {
            return null;
        }

        var user = "";
        var groups = new List<string>();
        foreach (var name in certificate.SubjectName.EnumerateRelativeDistinguishedNames(reversed: false))
        {
            switch (name.GetSingleElementType().Value)
            {
                case "2.5.4.3":
                    user = name.GetSingleElementValue() ?? "";
                    break;
                case "2.5.4.10":
                    groups.Add(name.GetSingleElementValue() ?? "");
                    break;
            }
        }

        if (user.Length == 0)
        {
            return null;
        }

        var info = new UserInfo(user, "", [.. groups, UserInfo.Authenticated]);
        if (_certificates.Count > MaxRemembered)
        {
            _certificates.Clear();
        }

        _certificates[certificate.Thumbprint] = (info, new DateTimeOffset(certificate.NotAfter));
        return info;
    }
}
