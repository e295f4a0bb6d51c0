using k8s;
using k8s.Models;

namespace Operon.Runtime;

/// <summary>An object as the server has it after a create-or-update, and what that did.</summary>
public readonly record struct WrittenObject<T>(T Object, WriteOutcome Outcome)
    where T : class, IKubernetesObject<V1ObjectMeta>;
