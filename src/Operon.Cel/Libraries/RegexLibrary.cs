using System.Text.RegularExpressions;
using Operon.Cel.Functions;
using Operon.Cel.Patterns;
using static Operon.Cel.Functions.Generic;

namespace Operon.Cel.Libraries;

/// <summary><c>find</c> and <c>findAll</c> with RE2 patterns.</summary>
internal static class RegexLibrary
{
    public static void AddTo(FunctionTable table)
    {
        table.Member("find", "string_find_string", CelType.String, a => With(a, regex => new CelString(regex.Match(Text(a[0])).Value)), CelType.String, CelType.String);
        table.Member("findAll", "string_find_all_string", ListOfString, a => With(a, regex => All(regex, Text(a[0]), -1)), CelType.String, CelType.String);
        table.Member("findAll", "string_find_all_string_int", ListOfString, a => With(a, regex => All(regex, Text(a[0]), ((CelInt)a[2]).Value)), CelType.String, CelType.String, CelType.Int);
    }

    private static string Text(CelValue value) => ((CelString)value).Text;

    private static CelValue With(CelValue[] arguments, Func<Regex, CelValue> search) =>
        PatternCache.Apply(Text(arguments[1]), search);

    private static ArrayList All(Regex regex, string text, long limit)
    {
        var found = regex.Matches(text).Cast<Match>().Select(match => (CelValue)new CelString(match.Value));
        return new ArrayList([.. limit < 0 ? found : found.Take((int)Math.Min(limit, int.MaxValue))]);
    }
}
