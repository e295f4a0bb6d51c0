using Operon.Cel.Functions;
using Operon.Cel.Syntax;

namespace Operon.Cel.Checking;

internal sealed partial class Checker
{
    private CelType Call(CallExpr call)
    {
        if (call.Function == "_?._")
        {
            return OptionalSelect(call);
        }
        if (call.Target is null)
        {
            return GlobalCall(call);
        }
        if (QualifiedName(call.Target) is { } prefix && FindFunction(prefix + "." + call.Function) is { } namespaced)
        {
            call.Function = namespaced;
            call.Target = null;
            return Resolve(call, functions.Find(namespaced)!);
        }
        if (functions.Find(call.Function) is { } overloads)
        {
            return Resolve(call, overloads);
        }
        Visit(call.Target);
        return Undeclared(call);
    }

    private CelType GlobalCall(CallExpr call)
    {
        if (FindFunction(call.Function) is { } name)
        {
            call.Function = name;
            return Resolve(call, functions.Find(name)!);
        }
        return Undeclared(call);
    }

    private CelType Undeclared(CallExpr call)
    {
        foreach (var argument in call.Arguments)
        {
            Visit(argument);
        }
        Report(call.Position, $"undeclared reference to '{call.Function}' (in container '{environment.Container}')");
        return CelType.Error;
    }

    private string? FindFunction(string name) => Candidates(name).FirstOrDefault(candidate => functions.Find(candidate) is not null);

    private CelType OptionalSelect(CallExpr call)
    {
        var operand = mapping.Substitute(Visit(call.Arguments[0]));
        Visit(call.Arguments[1]);
        var field = ((CelString)((LiteralExpr)call.Arguments[1]).Value).Text;
        var type = Field(call.Position, operand, field, isTest: false);
        return type.Kind == CelKind.Optional && operand.Kind == CelKind.Optional ? type : CelType.Optional(type);
    }

    private CelType Resolve(CallExpr call, IReadOnlyList<Overload> overloads)
    {
        var arguments = call.AllArguments.Select(Visit).ToList();
        call.Overloads.Clear();
        CelType? result = null;
        foreach (var overload in overloads)
        {
            if (overload.IsMember != call.Target is not null)
            {
                continue;
            }
            var own = new Dictionary<string, CelType>(StringComparer.Ordinal);
            var parameters = overload.Parameters.Select(p => mapping.Instantiate(p, own)).ToList();
            if (!mapping.AreAssignable(arguments, parameters))
            {
                continue;
            }
            call.Overloads.Add(overload);
            var type = mapping.Substitute(mapping.Instantiate(overload.Result, own));
            result = result is null || result.Equals(type) ? type : CelType.Dyn;
        }
        if (result is not null)
        {
            return result;
        }
        Report(call.Position, $"found no matching overload for '{call.Function}' applied to '{Signature(call, arguments)}'");
        return CelType.Error;
    }

    private string Signature(CallExpr call, List<CelType> arguments)
    {
        var types = arguments.Select(t => mapping.Substitute(t, parametersToDyn: true).ToString()).ToList();
        return call.Target is null ? $"({string.Join(", ", types)})" : $"{types[0]}.({string.Join(", ", types.Skip(1))})";
    }
}
