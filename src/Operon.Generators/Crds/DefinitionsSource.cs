using Microsoft.CodeAnalysis.Text;

namespace Operon.Generators;

/// <summary>The class <c>CustomResourceDefinitions</c>, from which programs install their definitions.</summary>
internal static class DefinitionsSource
{
    public static SourceText Of(IReadOnlyList<Definition> definitions, string rootNamespace)
    {
        var writer = SourceWriter.ForFile();
        if (rootNamespace.Length > 0)
        {
            writer.Open($"namespace {rootNamespace}");
        }

        writer.Line("/// <summary>The definitions of this assembly's custom resources, as JSON.</summary>");
        writer.Open("public static class CustomResourceDefinitions");
        var names = new List<string>();
        foreach (var definition in definitions)
        {
            var name = Name(definition, definitions);
            names.Add(name);
            writer.Line($"/// <summary><c>{definition.Kind}</c> of group <c>{definition.Group}</c>.</summary>");
            writer.Line($"public static string {name} => {CSharpLiteral.Of(definition.Json)};");
            writer.Line();
        }

        writer.Line("/// <summary>All of them, in the order of their names.</summary>");
        writer.Line($"public static global::System.Collections.Generic.IReadOnlyList<string> All {{ get; }} = [{string.Join(", ", names)}];");
        writer.Close();
        if (rootNamespace.Length > 0)
        {
            writer.Close();
        }

        return writer.ToSourceText();
    }

    // A kind that two groups have, or that has the name of another member, is told apart by its group.
    private static string Name(Definition definition, IReadOnlyList<Definition> definitions) =>
        definition.Kind != "All" && definitions.Count(other => other.Kind == definition.Kind) == 1
            ? definition.Kind
            : definition.Kind + string.Concat(definition.Group.Split('.', '-').Select(part => part.Length == 0 ? "" : char.ToUpperInvariant(part[0]) + part.Substring(1)));
}
