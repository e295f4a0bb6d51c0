using Operon.Cel.Functions;
using static Operon.Cel.Functions.Generic;

namespace Operon.Cel.Libraries;

/// <summary>Lists as sets.</summary>
internal static class SetLibrary
{
    public static void AddTo(FunctionTable table)
    {
        table.Global("sets.contains", "list_sets_contains_list", CelType.Bool, a => CelBool.Of(Contains(a[0], a[1])), ListOfA, ListOfA);
        table.Global("sets.equivalent", "list_sets_equivalent_list", CelType.Bool, a => CelBool.Of(Contains(a[0], a[1]) && Contains(a[1], a[0])), ListOfA, ListOfA);
        table.Global("sets.intersects", "list_sets_intersects_list", CelType.Bool, a => CelBool.Of(((CelList)a[0]).Elements().Any(((CelList)a[1]).Contains)), ListOfA, ListOfA);
    }

    private static bool Contains(CelValue list, CelValue part) => ((CelList)part).Elements().All(((CelList)list).Contains);
}
