namespace Operon.Runtime;

/// <summary>A change of an object, as far as it is compared with writes.</summary>
internal interface IObjectEvent
{
    /// <summary>What a write that caused it made; null when the event is to pass in any case.</summary>
    OwnWriteId? Id { get; }

    /// <summary>Whether everything that differs between the states before and after is what the write asked for.</summary>
    bool IsExplainedBy(OwnWrite write);
}
