__license__using k8s.Models;
__testUsings__using __Root__.Webhooks.__Version__;

namespace __Root__.Tests;

public sealed class __Kind____Version__WebhookTests
{
__tests__
}
