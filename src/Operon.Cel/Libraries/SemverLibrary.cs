using Operon.Cel.Functions;

namespace Operon.Cel.Libraries;

/// <summary>Semantic versions.</summary>
internal static class SemverLibrary
{
    public static void AddTo(FunctionTable table)
    {
        var semver = SemverValue.SemverType;
        table.NamedType(semver);
        table.Global("semver", "string_to_semver", semver, a => Parse(a[0], false), CelType.String);
        table.Global("semver", "string_bool_to_semver", semver, a => Parse(a[0], ((CelBool)a[1]).Value), CelType.String, CelType.Bool);
        table.Global("isSemver", "is_semver_string", CelType.Bool, a => CelBool.Of(Parse(a[0], false) is SemverValue), CelType.String);
        table.Global("isSemver", "is_semver_string_bool", CelType.Bool, a => CelBool.Of(Parse(a[0], ((CelBool)a[1]).Value) is SemverValue), CelType.String, CelType.Bool);
        table.Member("isGreaterThan", "semver_is_greater_than", CelType.Bool, a => CelBool.Of(Of(a[0]).CompareTo(Of(a[1])) > 0), semver, semver);
        table.Member("isLessThan", "semver_is_less_than", CelType.Bool, a => CelBool.Of(Of(a[0]).CompareTo(Of(a[1])) < 0), semver, semver);
        table.Member("compareTo", "semver_compare_to", CelType.Int, a => CelInt.From(Of(a[0]).CompareTo(Of(a[1]))), semver, semver);
        table.Member("major", "semver_major", CelType.Int, a => CelInt.From(Of(a[0]).Major), semver);
        table.Member("minor", "semver_minor", CelType.Int, a => CelInt.From(Of(a[0]).Minor), semver);
        table.Member("patch", "semver_patch", CelType.Int, a => CelInt.From(Of(a[0]).Patch), semver);
    }

    private static CelValue Parse(CelValue text, bool normalizes) =>
        SemverValue.Parse(((CelString)text).Text, normalizes) is { } version ? version : new CelError($"invalid semantic version \"{((CelString)text).Text}\"");

    private static SemverValue Of(CelValue value) => (SemverValue)value;
}
