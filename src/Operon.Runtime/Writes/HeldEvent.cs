namespace Operon.Runtime;

/// <summary>An event that waits for the end of a reconcile.</summary>
internal readonly record struct HeldEvent(IObjectEvent Event, WorkCause Cause, int Priority);
