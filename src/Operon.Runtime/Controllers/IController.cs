using Operon.Kubernetes;

namespace Operon.Runtime;

/// <summary>A controller of a manager.</summary>
public interface IController : IController<ObjectKey>
{
}
