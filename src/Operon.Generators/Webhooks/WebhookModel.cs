namespace Operon.Generators;

/// <summary>A webhook to add to an operator and to a configuration.</summary>
/// <param name="Class">The class, fully qualified with <c>global::</c>.</param>
/// <param name="IsMutating">Which configuration it is in.</param>
/// <param name="Name">Its name there.</param>
/// <param name="Registration">The call that adds it to a builder, as C#.</param>
/// <param name="Json">Its entry in the configuration.</param>
internal sealed record WebhookModel(string Class, bool IsMutating, string Name, string Registration, string Json);
