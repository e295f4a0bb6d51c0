namespace Operon.ApiServer.Storage;

/// <summary>Where committed writes outlive the process.</summary>
internal interface IDurableLog : IDisposable
{
    /// <summary>Everything written so far and the last revision.</summary>
    long Load(Action<string, string, string, long, byte[]> onObject);

    /// <summary>Writes the batch and returns only when it would survive a crash of the machine.</summary>
    void Write(IReadOnlyList<StoreEvent> changes, long revision);
}
