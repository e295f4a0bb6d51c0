using Microsoft.AspNetCore.Http;
using Operon.ApiServer.Authentication;

namespace Operon.ApiServer.Http;

/// <summary>One authenticated, authorized request.</summary>
internal sealed record RequestContext(HttpContext Http, RequestInfo Info, UserInfo User)
{
    public WarningList Warnings { get; } = new();

    public CancellationToken Aborted => Http.RequestAborted;

    public string Query(string name) => Http.Request.Query[name].ToString();

    /// <summary>User-Agent up to the first slash: the field manager of writes that name none.</summary>
    public string UserAgentName
    {
        get
        {
            var agent = Http.Request.Headers.UserAgent.ToString();
            var slash = agent.IndexOf('/', StringComparison.Ordinal);
            var name = slash >= 0 ? agent[..slash] : agent;
            return name.Length == 0 ? "unknown" : name[..Math.Min(name.Length, 128)];
        }
    }
}
