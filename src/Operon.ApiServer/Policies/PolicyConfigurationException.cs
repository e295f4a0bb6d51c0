namespace Operon.ApiServer.Policies;

/// <summary>A policy or binding that cannot be applied as it stands; its failure policy decides what that means for the write.</summary>
#pragma warning disable CA1032, CA1064 // Never leaves the policies.
internal sealed class PolicyConfigurationException(string message) : Exception(message);
#pragma warning restore CA1032, CA1064
