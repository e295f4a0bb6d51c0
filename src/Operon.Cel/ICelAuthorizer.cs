namespace Operon.Cel;

/// <summary>Answers what expressions ask through the variable <c>authorizer</c>.</summary>
public interface ICelAuthorizer
{
    /// <summary>Whether the access is allowed. Never throws for an access that is not: an answer that cannot be had carries an error.</summary>
    CelDecision Authorize(CelAccess access);
}
