namespace Operon.Cel;

internal sealed class ValueComparer : IEqualityComparer<CelValue>
{
    public static readonly ValueComparer Instance = new();

    public bool Equals(CelValue? x, CelValue? y) => x is not null && y is not null && x.EqualTo(y);

    public int GetHashCode(CelValue obj) => obj switch
    {
        CelInt i => ((double)i.Value).GetHashCode(),
        CelUint u => ((double)u.Value).GetHashCode(),
        CelDouble d => d.Value == 0 ? 0.0.GetHashCode() : d.Value.GetHashCode(),
        CelString s => StringComparer.Ordinal.GetHashCode(s.Text),
        CelBool b => b.Value ? 1 : 0,
        _ => (int)obj.Type.Kind,
    };
}
