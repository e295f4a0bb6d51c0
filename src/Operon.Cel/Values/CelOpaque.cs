namespace Operon.Cel;

/// <summary>A value of a library, such as a quantity or an IP address.</summary>
internal abstract class CelOpaque : CelValue
{
    /// <summary>The canonical text.</summary>
    public abstract string Text { get; }
}
