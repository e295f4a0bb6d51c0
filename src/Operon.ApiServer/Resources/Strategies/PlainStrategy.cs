namespace Operon.ApiServer.Resources.Strategies;

/// <summary>Kinds whose rules are all in their schema.</summary>
internal sealed class PlainStrategy(
    bool hasStatus = false,
    bool hasGeneration = false,
    bool allowsCreateOnUpdate = false,
    bool allowsUnconditionalUpdate = true,
    NameRule? nameRule = null,
    params string[] extraFields) : ResourceStrategy
{
    public override bool HasStatus => hasStatus;

    public override bool HasGeneration => hasGeneration;

    public override bool AllowsCreateOnUpdate => allowsCreateOnUpdate;

    public override bool AllowsUnconditionalUpdate => allowsUnconditionalUpdate;

    protected override NameRule NameRule => nameRule ?? NameRule.Subdomain;

    protected override IEnumerable<string> ExtraFields => extraFields;
}
