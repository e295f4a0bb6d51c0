namespace Operon.Runtime;

/// <summary>An attribute that only generated code turns into watches.</summary>
internal interface IWakingAttribute;
