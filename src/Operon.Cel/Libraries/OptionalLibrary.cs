using Operon.Cel.Functions;
using static Operon.Cel.Functions.Generic;

namespace Operon.Cel.Libraries;

/// <summary>Optional values. The planner evaluates selections, <c>or</c> and <c>orValue</c> itself.</summary>
internal static class OptionalLibrary
{
    private static readonly CelType OptionalA = CelType.Optional(A);
    private static readonly CelType OptionalB = CelType.Optional(B);

    public static void AddTo(FunctionTable table)
    {
        table.NamedType(CelType.Optional(CelType.Dyn));
        table.Global("optional.of", "optional_of", OptionalA, a => new CelOptional(a[0]), A);
        table.Global("optional.ofNonZeroValue", "optional_ofNonZeroValue", OptionalA, a => IsZero(a[0]) ? CelOptional.None : new CelOptional(a[0]), A);
        table.Global("optional.none", "optional_none", OptionalA, _ => CelOptional.None);
        table.Global("optional.unwrap", "optional_unwrap", ListOfA, Unwrap, CelType.List(OptionalA));
        table.Member("unwrapOpt", "optional_unwrapOpt", ListOfA, Unwrap, CelType.List(OptionalA));
        table.Member("hasValue", "optional_hasValue", CelType.Bool, a => CelBool.Of(((CelOptional)a[0]).Value is not null), OptionalA);
        table.Member("value", "optional_value", A, a => ((CelOptional)a[0]).Value ?? new CelError("optional.none() dereference"), OptionalA);
        table.Member("or", "optional_or_optional", OptionalA, Planned, OptionalA, OptionalA);
        table.Member("orValue", "optional_orValue_value", A, Planned, OptionalA, A);
        table.Global("_[_]", "optional_list_index_int", OptionalA, Planned, CelType.Optional(ListOfA), CelType.Int);
        table.Global("_[_]", "optional_map_index_value", OptionalB, Planned, CelType.Optional(MapOfAToB), A);
        table.Global("_[?_]", "list_optindex_optional_int", OptionalA, Planned, ListOfA, CelType.Int);
        table.Global("_[?_]", "optional_list_optindex_optional_int", OptionalA, Planned, CelType.Optional(ListOfA), CelType.Int);
        table.Global("_[?_]", "map_optindex_optional_value", OptionalB, Planned, MapOfAToB, A);
        table.Global("_[?_]", "optional_map_optindex_optional_value", OptionalB, Planned, CelType.Optional(MapOfAToB), A);
    }

    private static CelValue Planned(CelValue[] arguments) => CelError.NoSuchOverload;

    private static ArrayList Unwrap(CelValue[] arguments) =>
        new([.. ((CelList)arguments[0]).Elements().OfType<CelOptional>().Where(o => o.Value is not null).Select(o => o.Value!)]);

    private static bool IsZero(CelValue value) => value switch
    {
        CelNull => true,
        CelBool b => !b.Value,
        CelInt i => i.Value == 0,
        CelUint u => u.Value == 0,
        CelDouble d => d.Value == 0,
        CelDuration d => d.Nanoseconds == 0,
        CelTimestamp t => t.Seconds == CelTimestamp.MinSeconds && t.Nanoseconds == 0,
        CelOptional o => o.Value is null,
        CelString or CelBytes or CelList or CelMap => value.Size == 0,
        _ => false,
    };
}
