using System.Globalization;
using Operon.ApiServer.Errors;
using Operon.Cel;

namespace Operon.ApiServer.CustomResources.Rules;

/// <summary>The estimated costs of all rules of one schema.</summary>
internal sealed class RuleCosts
{
    private const string Remedy =
        "(try simplifying the rule, or adding maxItems, maxProperties, and maxLength where arrays, maps, and strings are declared)";

    private const int MostReported = 4;

    private readonly List<(string Path, ulong Cost)> _expensive = [];
    private ulong _total;

    /// <summary>A product that stays at the largest number.</summary>
    public static ulong Multiply(ulong cost, ulong times) => cost != 0 && ulong.MaxValue / cost < times ? ulong.MaxValue : cost * times;

    public void Add(string path, ulong cost)
    {
        _total = ulong.MaxValue - _total < cost ? ulong.MaxValue : _total + cost;
        if (cost >= CelSchema.DefinitionCostLimit / 100)
        {
            _expensive.Add((path, cost));
        }
    }

    public IEnumerable<FieldError> TotalErrors(string schemaPath)
    {
        if (_total <= CelSchema.DefinitionCostLimit)
        {
            yield break;
        }
        foreach (var (path, _) in _expensive.OrderByDescending(rule => rule.Cost).Take(MostReported))
        {
            yield return FieldError.Forbidden(path, "contributed to estimated rule cost total exceeding cost limit for entire OpenAPIv3 schema");
        }
        yield return FieldError.Forbidden(schemaPath, Excess("x-kubernetes-validations estimated rule cost total for entire OpenAPIv3 schema", _total, CelSchema.DefinitionCostLimit));
    }

    public static string Excess(string name, ulong cost, ulong limit)
    {
        var factor = (double)cost / limit;
        var text = factor > 100 ? "more than 100x"
            : factor < 1.5 ? factor.ToString("F6", CultureInfo.InvariantCulture) + "x"
            : factor.ToString("F1", CultureInfo.InvariantCulture) + "x";
        return $"{name} exceeds budget by factor of {text} {Remedy}";
    }
}
