using Operon.Cel;

namespace Operon.ApiServer.Policies;

/// <summary>The environment of a policy's expressions.</summary>
internal static class PolicyEnvironment
{
    public static CelEnvironment Of(CelEnvironment environment, bool hasParameters) => hasParameters ? environment.WithVariable("params", CelType.Dyn) : environment;
}
