namespace Operon.Cel.Evaluation;

/// <summary>A planned node. Errors are values.</summary>
internal abstract class Step
{
    /// <summary>A variable or a path from one, which costs nothing besides its parts.</summary>
    public virtual bool IsAttribute => false;

    public abstract CelValue Run(Frame frame);
}
