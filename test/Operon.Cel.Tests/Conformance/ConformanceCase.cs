using System.Globalization;
using Xunit;

namespace Operon.Cel.Tests.Conformance;

/// <summary>A case of the conformance suite, and how it is judged.</summary>
internal sealed class ConformanceCase(string file, string section, TextMessage test)
{
    private static readonly string[] MessageTypeMarks = ["TestAllTypes", "google.protobuf.", "NestedMessage", "cel.expr.conformance"];

    public string Name => $"{file}/{section}/{test.Text("name")}";

    public string Expression => test.Text("expr");

    /// <summary>Why the case does not apply; null when it does.</summary>
    public string? LeftOut()
    {
        if (file == "block_ext")
        {
            return "cel.block is a rewriting of optimizers, not written by people";
        }
        if (MessageTypeMarks.Any(mark => Expression.Contains(mark, StringComparison.Ordinal) || test.Text("container").StartsWith(mark, StringComparison.Ordinal))
            || test.Any((name, _) => name is "message_type" or "object_value" or "wrapper" or "enum_value" or "well_known"))
        {
            return "needs protobuf message types";
        }
        if (test.Messages("type_env").Any(declaration => declaration.Has("function")) || test.Any((name, _) => name == "abstract_type" && !IsOptional()))
        {
            return "declares functions or types of its own";
        }
        if (test.Text("disable_check") == "true" && !test.Has("eval_error") && Environment().Compile(Expression).Program is null)
        {
            return "is evaluated although the check refuses it";
        }
        if (Expression.Contains("ip('::ffff:c0a8:1')", StringComparison.Ordinal))
        {
            return "Kubernetes refuses IPv4 addresses mapped to IPv6 in both notations";
        }
        return test.Text("disable_macros") == "true" ? "asks for a parser without macros" : null;
    }

    /// <summary>What is wrong; null when the case passes.</summary>
    public string? Judge()
    {
        var variables = test.Messages("bindings").ToDictionary(b => b.Text("key"), b => Value(b.Message("value")!.Message("value")!), StringComparer.Ordinal);
        var compilation = Environment().Compile(Expression);
        var wantsError = test.Has("eval_error") || test.Has("any_eval_errors");
        if (compilation.Program is null)
        {
            return wantsError ? null : "does not compile: " + compilation.IssueText;
        }
        if (test.Message("typed_result")?.Message("deduced_type") is { } deduced && !compilation.ResultType.Equals(Type(deduced)))
        {
            return $"deduced {compilation.ResultType}, expected {Type(deduced)}";
        }
        if (test.Text("check_only") == "true")
        {
            return null;
        }
        var result = compilation.Program.Evaluate(variables, CostBudget.Unlimited, TestContext.Current.CancellationToken);
        if (wantsError)
        {
            return result.Error is null ? $"gave {result.Value}, expected an error" : null;
        }
        if (result.Error is not null)
        {
            return "failed: " + result.Error;
        }
        var expected = (test.Message("value") ?? test.Message("typed_result")?.Message("result")) is { } value ? Value(value) : CelValue.Of(true);
        return Same(expected, result.Value!) ? null : $"gave {result.Value} ({result.Value!.Type}), expected {expected} ({expected.Type})";
    }

    private CelEnvironment Environment()
    {
        var environment = CelEnvironment.Standard.WithLibraries(CelLibraries.All).WithContainer(test.Text("container"));
        foreach (var binding in test.Messages("bindings"))
        {
            environment = environment.WithVariable(binding.Text("key"), CelType.Dyn);
        }
        foreach (var declaration in test.Messages("type_env"))
        {
            environment = environment.WithVariable(declaration.Text("name"), Type(declaration.Message("ident")!.Message("type")!));
        }
        return environment;
    }

    private bool IsOptional() => !test.Any((name, value) => name == "abstract_type" && value is TextMessage type && type.Text("name") != "optional_type");

    // The suite tells 1 from 1u and 1.0, and NaN is what NaN should be.
    private static bool Same(CelValue expected, CelValue actual) => (expected, actual) switch
    {
        (CelDouble a, CelDouble b) => a.Value.Equals(b.Value) || a.Value == b.Value,
        (CelList a, CelList b) => a.Count == b.Count && Enumerable.Range(0, a.Count).All(i => Same(a.Get(i), b.Get(i))),
        (CelMap a, CelMap b) => a.Count == b.Count && a.Keys.All(k => a.TryGet(k, out var x) && b.TryGet(k, out var y) && Same(x, y)),
        _ => expected.Type.Kind == actual.Type.Kind && expected.EqualTo(actual),
    };

    private static CelValue Value(TextMessage value)
    {
        if (value.Fields.Count == 0)
        {
            return CelValue.Null;
        }
        var (kind, content) = value.Fields[0];
        var word = value.Text(kind);
        return kind switch
        {
            "null_value" => CelValue.Null,
            "bool_value" => CelValue.Of(word == "true"),
            "int64_value" => CelValue.Of(long.Parse(word, CultureInfo.InvariantCulture)),
            "uint64_value" => CelValue.Of(ulong.Parse(word.TrimEnd('u'), CultureInfo.InvariantCulture)),
            "double_value" => CelValue.Of(Double(word)),
            "string_value" => CelValue.Of(word),
            "bytes_value" => CelValue.Of((byte[])content),
            "type_value" => new CelTypeValue(Named(word)),
            "list_value" => CelValue.ListOf([.. ((TextMessage)content).Messages("values").Select(Value)]),
            "map_value" => Map((TextMessage)content),
            _ => throw new FormatException(kind),
        };
    }

    private static MapBuilder Map(TextMessage map)
    {
        var result = new MapBuilder();
        foreach (var entry in map.Messages("entries"))
        {
            result.Add(Value(entry.Message("key")!), Value(entry.Message("value")!));
        }
        return result;
    }

    private static double Double(string word) => word switch
    {
        "inf" or "infinity" => double.PositiveInfinity,
        "-inf" or "-infinity" => double.NegativeInfinity,
        "nan" => double.NaN,
        _ => double.Parse(word, CultureInfo.InvariantCulture),
    };

    private static CelType Named(string name) => name switch
    {
        "bool" => CelType.Bool,
        "int" => CelType.Int,
        "uint" => CelType.Uint,
        "double" => CelType.Double,
        "string" => CelType.String,
        "bytes" => CelType.Bytes,
        "list" => CelType.List(CelType.Dyn),
        "map" => CelType.Map(CelType.Dyn, CelType.Dyn),
        "null_type" => CelType.Null,
        "type" => CelType.AnyType,
        _ => throw new FormatException(name),
    };

    private static CelType Type(TextMessage type)
    {
        var (kind, content) = type.Fields[0];
        return (kind, type.Text(kind)) switch
        {
            ("primitive", "INT64") => CelType.Int,
            ("primitive", "UINT64") => CelType.Uint,
            ("primitive", var name) => Named(name.ToLowerInvariant()),
            ("null", _) => CelType.Null,
            ("dyn", _) => CelType.Dyn,
            ("list_type", _) => CelType.List(((TextMessage)content).Message("elem_type") is { } element ? Type(element) : CelType.Dyn),
            ("map_type", _) => CelType.Map(Type(((TextMessage)content).Message("key_type")!), Type(((TextMessage)content).Message("value_type")!)),
            ("type", _) => CelType.TypeOf(content is TextMessage { Fields.Count: > 0 } inner ? Type(inner) : CelType.Dyn),
            ("abstract_type", _) => CelType.Optional(Type(((TextMessage)content).Message("parameter_types")!)),
            _ => throw new FormatException(kind),
        };
    }
}
