namespace Operon.ApiServer.Selectors;

/// <summary>What a label requirement asks of the label's value.</summary>
internal enum LabelOperator
{
    In,
    NotIn,
    Equal,
    NotEqual,
    Exists,
    DoesNotExist,
    GreaterThan,
    LessThan,
}
