using Operon.Kubernetes;

namespace Operon.Runtime;

/// <summary>A controller whose keys are objects.</summary>
internal sealed class ObjectController(ControllerDefinition<ObjectKey> definition) : Controller<ObjectKey>(definition), IController;
