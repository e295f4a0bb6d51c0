using static Operon.Cel.Functions.Generic;

namespace Operon.Cel.Functions;

/// <summary><c>size</c> and the tests of strings.</summary>
internal static class StandardFunctions
{
    public static void AddTo(FunctionTable table)
    {
        foreach (var (id, type) in new[] { ("string", CelType.String), ("bytes", CelType.Bytes), ("list", ListOfA), ("map", MapOfAToB) })
        {
            table.Global("size", "size_" + id, CelType.Int, Size, type);
            table.Member("size", id + "_size", CelType.Int, Size, type);
        }
        table.Member("contains", "contains_string", CelType.Bool, Test((s, part) => s.IndexOf(part, StringComparison.Ordinal) >= 0), CelType.String, CelType.String);
        table.Member("startsWith", "starts_with_string", CelType.Bool, Test((s, part) => s.StartsWith(part, StringComparison.Ordinal)), CelType.String, CelType.String);
        table.Member("endsWith", "ends_with_string", CelType.Bool, Test((s, part) => s.EndsWith(part, StringComparison.Ordinal)), CelType.String, CelType.String);
        table.Global("matches", "matches", CelType.Bool, Matches, CelType.String, CelType.String);
        table.Member("matches", "matches_string", CelType.Bool, Matches, CelType.String, CelType.String);
    }

    private static CelValue Size(CelValue[] arguments) => CelInt.From(arguments[0].Size ?? 0);

    private static Func<CelValue[], CelValue> Test(Func<string, string, bool> test) => a => CelBool.Of(test(((CelString)a[0]).Text, ((CelString)a[1]).Text));

    private static CelValue Matches(CelValue[] arguments) =>
        Patterns.PatternCache.Apply(((CelString)arguments[1]).Text, regex => CelBool.Of(regex.IsMatch(((CelString)arguments[0]).Text)));
}
