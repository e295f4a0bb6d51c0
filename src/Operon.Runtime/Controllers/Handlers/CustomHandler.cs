using k8s;
using k8s.Models;

namespace Operon.Runtime;

internal sealed class CustomHandler<T, TKey>(Action<ObjectChange<T>, IWorkQueue<TKey>> handle) : IChangeHandler<T, TKey>
    where T : class, IKubernetesObject<V1ObjectMeta>
    where TKey : notnull, IEquatable<TKey>
{
    public void Handle(in ObjectChange<T> change, IWorkQueue<TKey> queue) => handle(change, queue);
}
