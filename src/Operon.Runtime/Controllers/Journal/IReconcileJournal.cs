namespace Operon.Runtime;

/// <summary>
/// Answers "why did this object reconcile, when, how long, what did it write". Bounded: it remembers so many reconciles in all, and of one key at most
/// 16, so that a busy object does not push out the others.
/// </summary>
public interface IReconcileJournal
{
    /// <summary>The reconciles of one key, the latest first. The key is in its text form, such as <c>default/example</c>.</summary>
    IReadOnlyList<ReconcileRecord> Of(string key);

    /// <summary>The latest reconciles of all keys, the latest first.</summary>
    IReadOnlyList<ReconcileRecord> Recent(int most = 100);

    /// <summary>What is running now.</summary>
    IReadOnlyList<ReconcileInProgress> InProgress();
}
