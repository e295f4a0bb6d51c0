namespace Operon.Runtime;

/// <param name="DesiredHash">The desired state.</param>
/// <param name="Version">The actual object's resource version.</param>
/// <param name="ContentHash">What it looked like, without status.</param>
internal sealed record AppliedState(string DesiredHash, string Version, string ContentHash);
