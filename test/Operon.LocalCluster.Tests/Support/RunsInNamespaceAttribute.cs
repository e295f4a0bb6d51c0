namespace Operon.LocalCluster.Tests.Support;

/// <summary>Marks a class of explicit tests that <see cref="NamespaceSuite"/> runs inside a rootless namespace.</summary>
[AttributeUsage(AttributeTargets.Class)]
internal sealed class RunsInNamespaceAttribute : Attribute;
