namespace Operon.Cel;

/// <summary>A list of evaluated elements.</summary>
internal sealed class ArrayList(IReadOnlyList<CelValue> elements, CelType? type = null) : CelList
{
    public override int Count => elements.Count;

    public override CelType Type => type ?? base.Type;

    public override CelValue Get(int index) => elements[index];
}
