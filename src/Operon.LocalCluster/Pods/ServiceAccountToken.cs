namespace Operon.LocalCluster.Pods;

/// <summary>A bearer token and its end.</summary>
internal sealed record ServiceAccountToken(string Token, DateTimeOffset Expires);
