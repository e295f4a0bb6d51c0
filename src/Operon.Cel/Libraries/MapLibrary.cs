using Operon.Cel.Functions;
using static Operon.Cel.Functions.Generic;

namespace Operon.Cel.Libraries;

/// <summary>What the macros that build maps call.</summary>
internal static class MapLibrary
{
    public static void AddTo(FunctionTable table)
    {
        table.Global("cel.@mapInsert", "@mapInsert_map_key_value", MapOfAToB, a => Insert((CelMap)a[0], [(a[1], a[2])]), MapOfAToB, A, B);
        table.Global("cel.@mapInsert", "@mapInsert_map_map", MapOfAToB, a => Insert((CelMap)a[0], Entries((CelMap)a[1])), MapOfAToB, MapOfAToB);
    }

    private static IEnumerable<(CelValue Key, CelValue Value)> Entries(CelMap map) =>
        map.Keys.Select(key => (key, map.TryGet(key, out var value) ? value : CelNull.Instance));

    // The accumulator belongs to the macro, so that it may grow in place.
    private static CelValue Insert(CelMap map, IEnumerable<(CelValue Key, CelValue Value)> entries)
    {
        var builder = (MapBuilder)map;
        foreach (var (key, value) in entries)
        {
            if (!builder.Add(key, value))
            {
                return new CelError($"insert failed: key {Formatting.Text(key)} already exists");
            }
        }
        return builder;
    }
}
