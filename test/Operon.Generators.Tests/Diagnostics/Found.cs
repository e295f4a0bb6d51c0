using Microsoft.CodeAnalysis;
using Xunit;

namespace Operon.Generators.Tests;

/// <summary>What the rules say about a program.</summary>
internal static class Found
{
    /// <summary>The findings of a rule in a program whose Thing has a spec of these members.</summary>
    public static Task<IReadOnlyList<Diagnostic>> InSpecAsync(string id, string specMembers, string types = "", string specAttributes = "", ProjectSettings? settings = null) =>
        InAsync(id, Schemas.ThingWith(specMembers, types, specAttributes), settings);

    /// <summary>The findings of a rule in a program.</summary>
    public static async Task<IReadOnlyList<Diagnostic>> InAsync(string id, string program, ProjectSettings? settings = null)
    {
        settings ??= new ProjectSettings { SkipsJsonGenerator = true };
        var compiled = await Compiled.FromAsync(settings, program);
        return [.. compiled.Diagnostics.Where(diagnostic => diagnostic.Id == id)];
    }

    /// <summary>The rule is broken once, at this text, for this reason.</summary>
    public static void Once(IReadOnlyList<Diagnostic> found, string at, string message)
    {
        var one = Assert.Single(found);
        Assert.Equal(at, Compiled.TextOf(one));
        Assert.Equal(message, one.GetMessage(System.Globalization.CultureInfo.InvariantCulture));
    }
}
