namespace Operon.Generators;

/// <summary>A form to generate.</summary>
/// <param name="Namespace">Its namespace; empty for none.</param>
/// <param name="Name">Its name.</param>
/// <param name="IsPublic">Whether it is public, as the type it stands for.</param>
/// <param name="Source">The type it stands for, fully qualified with <c>global::</c>.</param>
/// <param name="Fields">Its fields.</param>
/// <param name="Kind">For the form of a whole object: its kind. Null for nested ones.</param>
internal sealed record ApplyFormModel(string Namespace, string Name, bool IsPublic, string Source, EquatableArray<ApplyField> Fields, KindModel? Kind)
{
    public string GlobalName => Namespace.Length == 0 ? $"global::{Name}" : $"global::{Namespace}.{Name}";
}
