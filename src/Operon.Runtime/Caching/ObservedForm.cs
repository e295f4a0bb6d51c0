namespace Operon.Runtime;

/// <summary>One representation of a received object.</summary>
/// <param name="Resource">The representation.</param>
/// <param name="AllocatedBytes">What decoding it allocated: an upper bound of the memory it keeps.</param>
internal readonly record struct ObservedForm(object Resource, int AllocatedBytes);
