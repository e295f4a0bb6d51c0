namespace Operon.Cel;

/// <summary>Two lists seen as one; addition stays O(1).</summary>
internal sealed class ConcatList(CelList first, CelList second) : CelList
{
    public override int Count { get; } = first.Count + second.Count;

    public override CelValue Get(int index) => index < first.Count ? first.Get(index) : second.Get(index - first.Count);
}
