namespace Operon.LocalCluster.Images;

/// <summary>Where this build's etcd operator is, for the containers of <c>quay.io/coreos/etcd-operator</c> and its other names.</summary>
/// <param name="Path"><c>Operon.Etcd.dll</c>, or a native executable.</param>
/// <param name="DotnetRoot">Folder of the .NET runtime; null for a native executable.</param>
public sealed record OperatorProgram(string Path, string? DotnetRoot);
