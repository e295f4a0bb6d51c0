namespace Operon.Generators;

/// <summary>A type as its other half is written.</summary>
/// <param name="Namespace">Empty for the global one.</param>
/// <param name="Declarations">From the outermost type to the type itself: <c>partial record Memcached</c>.</param>
/// <param name="Name">The name with its containing types: <c>Outer.Memcached</c>.</param>
/// <param name="IsPartial">Whether all of them are partial.</param>
/// <param name="IsPublic">Whether all of them are public.</param>
internal sealed record TypeModel(string Namespace, EquatableArray<string> Declarations, string Name, bool IsPartial, bool IsPublic)
{
    /// <summary>The name by which any file can refer to it.</summary>
    public string GlobalName => Namespace.Length == 0 ? $"global::{Name}" : $"global::{Namespace}.{Name}";
}
