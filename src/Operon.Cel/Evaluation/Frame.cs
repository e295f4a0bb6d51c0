namespace Operon.Cel.Evaluation;

/// <summary>The state of one evaluation: variables, the variables of macros, and what it has cost so far.</summary>
internal sealed class Frame(IReadOnlyDictionary<string, CelValue> variables, int localCount, long limit, CancellationToken cancellationToken)
{
    // cel-go looks for an interruption each hundred iterations too.
    private const int InterruptFrequency = 100;

    private int iterations;

    public CelValue?[] Locals { get; } = new CelValue?[localCount];

    public long Cost { get; private set; }

    public bool TryGet(string name, out CelValue value) => variables.TryGetValue(name, out value!);

    public void Charge(long cost)
    {
        Cost += cost;
        if (Cost > limit)
        {
            throw new CostLimitException();
        }
    }

    public void Iterate()
    {
        if (++iterations % InterruptFrequency == 0)
        {
            cancellationToken.ThrowIfCancellationRequested();
        }
    }
}
