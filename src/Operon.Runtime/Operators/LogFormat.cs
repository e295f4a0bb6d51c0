namespace Operon.Runtime;

/// <summary>How log lines look on the console.</summary>
public enum LogFormat
{
    /// <summary>One line for people.</summary>
    Text,

    /// <summary>One JSON object per line, with the keys controller-runtime has: <c>ts</c>, <c>level</c>, <c>logger</c>, <c>msg</c>, <c>controller</c>, <c>namespace</c>, <c>name</c>, <c>reconcileID</c>.</summary>
    Json,
}
