using System.Reflection;
using Xunit;

namespace Operon.Generators.Tests;

/// <summary>The garden sources, compiled with a class that works on their forms.</summary>
internal static class GardenProgram
{
    /// <summary>Compiles <c>public static {signature}</c> with its body, and returns it to be called.</summary>
    public static async Task<MethodInfo> MethodAsync(string method)
    {
        var program = await Compiled.FromAsync(ApplySources.Garden, $$"""
            using System;
            using System.Collections.Generic;
            using System.Linq;
            using System.Text.Json;
            using System.Text.Json.Nodes;
            using System.Threading;
            using System.Threading.Tasks;
            using k8s.Models;
            using Operon.Kubernetes;
            namespace Demo;
            public static class Probe { public static {{method}} }
            """);
        Assert.Empty(program.Errors);
        return program.Load().GetType("Demo.Probe")!.GetMethods(BindingFlags.Public | BindingFlags.Static).Single(found => found.DeclaringType!.Name == "Probe");
    }

    /// <summary>The JSON of a form that an expression makes.</summary>
    public static async Task<string> JsonAsync(string form) =>
        (string)(await MethodAsync($"string Json() {{ GardenApply form = {form}; return form.ToJson().ToJsonString(KubernetesJson.Options); }}")).Invoke(null, null)!;
}
