using Operon.Webhooks;
using Hub = Orchard.Api.V1;
using Spoke = Orchard.Api.V2;

namespace Orchard.Webhooks.V1;

/// <summary>
/// Translates Tree v2 to and from v1, the version everything is stored in. Nothing may get lost on the way there and back: carry what a version
/// has no field for in an annotation.
/// </summary>
public sealed class TreeV2Converter : IConverter<Spoke.Tree, Hub.Tree>
{
    /// <inheritdoc/>
    public Hub.Tree ToHub(Spoke.Tree spoke) => new()
    {
        Spec = new Hub.TreeSpec { Greeting = spoke.Spec.Greeting },
        Status = spoke.Status is null ? null : new Hub.TreeStatus { Conditions = spoke.Status.Conditions },
    };

    /// <inheritdoc/>
    public Spoke.Tree FromHub(Hub.Tree hub) => new()
    {
        Spec = new Spoke.TreeSpec { Greeting = hub.Spec.Greeting },
        Status = hub.Status is null ? null : new Spoke.TreeStatus { Conditions = hub.Status.Conditions },
    };
}
