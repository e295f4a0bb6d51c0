namespace Operon.Cel;

/// <summary>The accumulator of <c>map</c> and <c>filter</c>: addition appends in place, since nobody else sees it.</summary>
internal sealed class ListBuilder : CelList
{
    private readonly List<CelValue> elements = [];

    public override int Count => elements.Count;

    public override CelValue Get(int index) => elements[index];

    public override CelValue Add(CelList other)
    {
        elements.AddRange(other.Elements());
        return this;
    }

    public ArrayList Finish() => new(elements);
}
