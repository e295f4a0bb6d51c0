namespace Operon.Cel;

/// <summary>A list over any storage.</summary>
internal abstract class CelList : CelValue
{
    private static readonly CelType AnyList = CelType.List(CelType.Dyn);

    public abstract int Count { get; }

    public override CelType Type => AnyList;

    internal override long? Size => Count;

    public abstract CelValue Get(int index);

    public IEnumerable<CelValue> Elements()
    {
        for (var i = 0; i < Count; i++)
        {
            yield return Get(i);
        }
    }

    public bool Contains(CelValue value)
    {
        for (var i = 0; i < Count; i++)
        {
            if (Get(i).EqualTo(value))
            {
                return true;
            }
        }
        return false;
    }

    /// <summary>Equality and addition follow the list type of the left operand.</summary>
    internal override bool EqualTo(CelValue other)
    {
        if (other is not CelList list || list.Count != Count)
        {
            return false;
        }
        if (Type.ListType != CelListType.Atomic)
        {
            return Type.ListType == CelListType.Set ? ListTypes.SameSet(this, list) : ListTypes.SameMap(this, list);
        }
        for (var i = 0; i < Count; i++)
        {
            if (!Get(i).EqualTo(list.Get(i)))
            {
                return false;
            }
        }
        return true;
    }

    public virtual CelValue Add(CelList other) => Type.ListType switch
    {
        CelListType.Set => ListTypes.Union(this, other),
        CelListType.Map => ListTypes.Merge(this, other),
        _ => other.Count == 0 ? this : Count == 0 ? other : new ConcatList(this, other),
    };
}
