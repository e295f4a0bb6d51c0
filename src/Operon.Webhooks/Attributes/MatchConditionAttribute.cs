namespace Operon.Webhooks;

/// <summary>
/// A condition for calling the webhooks of the class, in the Common Expression Language over <c>object</c>, <c>oldObject</c>, <c>request</c> and <c>authorizer</c>; all
/// must be true. It saves calls, and keeps requests from failing that the webhook has nothing to say about.
/// </summary>
/// <param name="name">Names it in errors: letters, digits, dashes, dots and underscores, with an optional domain before a slash.</param>
/// <param name="expression">Such as <c>request.userInfo.username != 'system:serviceaccount:demo:controller-manager'</c>.</param>
[AttributeUsage(AttributeTargets.Class, AllowMultiple = true)]
public sealed class MatchConditionAttribute(string name, string expression) : Attribute
{
    /// <summary>Its name.</summary>
    public string Name { get; } = name;

    /// <summary>The expression.</summary>
    public string Expression { get; } = expression;

    /// <summary>Which of the class's webhooks it is for. Default: both.</summary>
    public WebhookType Type { get; set; }
}
