namespace Operon.Cel.Costs;

/// <param name="Cost">Of the call, with or without its arguments as the maker says.</param>
/// <param name="ResultSize">Where it is known.</param>
internal readonly record struct CallCost(CostEstimate Cost, SizeEstimate? ResultSize = null);
