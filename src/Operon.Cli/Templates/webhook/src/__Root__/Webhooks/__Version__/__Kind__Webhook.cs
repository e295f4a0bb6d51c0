__license__using Operon.Webhooks;
using __modelNamespace__;

namespace __Root__.Webhooks.__Version__;

/// <summary>Asked by the API server before a __Kind__ is stored.</summary>
__scope__[Webhook(FailurePolicy = FailurePolicy.Fail__selector__)]
public sealed class __Kind__Webhook : __interfaces__
{
__members__}
