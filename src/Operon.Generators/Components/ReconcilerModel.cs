namespace Operon.Generators;

/// <summary>A reconciler to add to an operator.</summary>
/// <param name="Type">The class, fully qualified with <c>global::</c>.</param>
/// <param name="Name">The class's own name, with those of the classes around it.</param>
/// <param name="Kind">What it reconciles.</param>
/// <param name="Wakes">What else wakes it.</param>
/// <param name="Caches">Kinds whose caches its constructor asks for.</param>
internal sealed record ReconcilerModel(string Type, string Name, KindModel Kind, EquatableArray<WakeModel> Wakes, EquatableArray<KindModel> Caches);
