using k8s;
using k8s.Models;

namespace Operon.Kubernetes;

/// <summary>
/// Makes the generator write apply forms of an official model and of every model inside it, for this assembly: internal classes such as <c>V1DeploymentApply</c> in the namespace
/// <c>[RootNamespace].ApplyForms</c>. A model alone serves as a form as well, as long as it need not say null and every field it must have is set.
/// <code>
/// [assembly: ApplyForm&lt;V1ConfigMap&gt;]
/// </code>
/// </summary>
/// <typeparam name="T">The model.</typeparam>
[AttributeUsage(AttributeTargets.Assembly, AllowMultiple = true)]
public sealed class ApplyFormAttribute<T> : Attribute
    where T : class, IKubernetesObject<V1ObjectMeta>;
