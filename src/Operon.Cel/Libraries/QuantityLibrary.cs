using Operon.Cel.Functions;

namespace Operon.Cel.Libraries;

/// <summary>Kubernetes' quantities.</summary>
internal static class QuantityLibrary
{
    public static void AddTo(FunctionTable table)
    {
        var quantity = QuantityValue.QuantityType;
        table.NamedType(quantity);
        table.Global("quantity", "string_to_quantity", quantity, a => QuantityValue.Parse(Text(a[0])) ?? (CelValue)new CelError(Problem), CelType.String);
        table.Global("isQuantity", "is_quantity_string", CelType.Bool, a => CelBool.Of(QuantityValue.Parse(Text(a[0])) is not null), CelType.String);
        table.Member("sign", "quantity_sign", CelType.Int, a => CelInt.From(Of(a[0]).Nanos.Sign), quantity);
        table.Member("isInteger", "quantity_is_integer", CelType.Bool, a => CelBool.Of(Of(a[0]).AsInteger is not null), quantity);
        table.Member("asInteger", "quantity_get_int", CelType.Int, a => Of(a[0]).AsInteger is { } n ? CelInt.From(n) : new CelError("cannot convert value to integer"), quantity);
        table.Member("asApproximateFloat", "quantity_get_float", CelType.Double, a => new CelDouble(Of(a[0]).AsDouble), quantity);
        table.Member("isGreaterThan", "quantity_is_greater_than", CelType.Bool, a => CelBool.Of(Of(a[0]).CompareTo(Of(a[1])) > 0), quantity, quantity);
        table.Member("isLessThan", "quantity_is_less_than", CelType.Bool, a => CelBool.Of(Of(a[0]).CompareTo(Of(a[1])) < 0), quantity, quantity);
        table.Member("compareTo", "quantity_compare_to", CelType.Int, a => CelInt.From(Of(a[0]).CompareTo(Of(a[1]))), quantity, quantity);
        table.Member("add", "quantity_add", quantity, a => new QuantityValue(Of(a[0]).Nanos + Of(a[1]).Nanos), quantity, quantity);
        table.Member("add", "quantity_add_int", quantity, a => new QuantityValue(Of(a[0]).Nanos + Int(a[1]).Nanos), quantity, CelType.Int);
        table.Member("sub", "quantity_sub", quantity, a => new QuantityValue(Of(a[0]).Nanos - Of(a[1]).Nanos), quantity, quantity);
        table.Member("sub", "quantity_sub_int", quantity, a => new QuantityValue(Of(a[0]).Nanos - Int(a[1]).Nanos), quantity, CelType.Int);
    }

    private const string Problem = "quantities must match the regular expression '^([+-]?[0-9.]+)([eEinumkKMGTP]*[-+]?[0-9]*)$'";

    private static string Text(CelValue value) => ((CelString)value).Text;

    private static QuantityValue Of(CelValue value) => (QuantityValue)value;

    private static QuantityValue Int(CelValue value) => QuantityValue.FromInteger(((CelInt)value).Value);
}
