using System.Reflection;

namespace Operon.Kubernetes;

internal static class UserAgents
{
    public static string Default { get; } = Create();

    public static string ManagerOf(string userAgent)
    {
        var slash = userAgent.IndexOf('/', StringComparison.Ordinal);
        return slash < 0 ? userAgent : userAgent[..slash];
    }

    private static string Create()
    {
        var name = (Assembly.GetEntryAssembly() ?? typeof(UserAgents).Assembly).GetName();
        return $"{name.Name?.ToLowerInvariant() ?? "operon"}/{name.Version?.ToString(3) ?? "0.0.0"}";
    }
}
