namespace Operon.Cel.Evaluation;

/// <summary>A planned node. Errors are values.</summary>
internal abstract class Step
{
    /// <summary>A variable or a path from one, which costs nothing besides its parts.</summary>
    public virtual bool IsAttribute => false;

    public abstract CelValue Run(Frame frame);

    /// <summary>Runs as a branch of a condition or as an index: there cel-go resolves a path without charging for its first step.</summary>
    public CelValue RunWithin(Frame frame)
    {
        var value = Run(frame);
        if (IsAttribute)
        {
            frame.Credit(1);
        }
        return value;
    }
}
