__license__using Operon.Webhooks;
using Hub = __Root__.Api.__Hub__;
using Spoke = __Root__.Api.__Version__;

namespace __Root__.Webhooks.__Hub__;

/// <summary>
/// Translates __Kind__ __version__ to and from __hub__, the version everything is stored in. Nothing may get lost on the way there and back: carry what a version
/// has no field for in an annotation.
/// </summary>
public sealed class __Kind____Version__Converter : IConverter<Spoke.__Kind__, Hub.__Kind__>
{
    /// <inheritdoc/>
    public Hub.__Kind__ ToHub(Spoke.__Kind__ spoke) => new()
    {
        Spec = new Hub.__Kind__Spec { Greeting = spoke.Spec.Greeting },
        Status = spoke.Status is null ? null : new Hub.__Kind__Status { Conditions = spoke.Status.Conditions },
    };

    /// <inheritdoc/>
    public Spoke.__Kind__ FromHub(Hub.__Kind__ hub) => new()
    {
        Spec = new Spoke.__Kind__Spec { Greeting = hub.Spec.Greeting },
        Status = hub.Status is null ? null : new Spoke.__Kind__Status { Conditions = hub.Status.Conditions },
    };
}
