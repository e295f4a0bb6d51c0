namespace Operon.Cel;

/// <summary>A map or an object over any storage.</summary>
internal abstract class CelMap : CelValue
{
    private static readonly CelType AnyMap = CelType.Map(CelType.Dyn, CelType.Dyn);

    public abstract int Count { get; }

    public override CelType Type => AnyMap;

    internal override long? Size => Count;

    public abstract IEnumerable<CelValue> Keys { get; }

    public abstract bool TryGet(CelValue key, out CelValue value);

    /// <summary>A field by its name in expressions.</summary>
    public virtual bool TryGetField(string name, out CelValue value) => TryGet(new CelString(name), out value);

    internal override bool EqualTo(CelValue other)
    {
        if (other is not CelMap map || map.Count != Count)
        {
            return false;
        }
        foreach (var key in Keys)
        {
            if (!map.TryGet(key, out var theirs) || !TryGet(key, out var ours) || !ours.EqualTo(theirs))
            {
                return false;
            }
        }
        return true;
    }
}
