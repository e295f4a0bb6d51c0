namespace Operon.Etcd.AuthObjects;

/// <summary>What came of an attempt: the state of the condition Ready.</summary>
/// <param name="IsReady">etcd is as asked for.</param>
/// <param name="Reason">A word for programs.</param>
/// <param name="Message">A sentence for people; empty when all is well.</param>
/// <param name="PasswordSecretVersion">Resource version of the secret whose password etcd has now.</param>
internal sealed record AuthOutcome(bool IsReady, string Reason, string Message = "", string? PasswordSecretVersion = null);
