namespace Operon.Webhooks;

/// <summary>Which requests match the rules.</summary>
public enum MatchPolicy
{
    /// <summary>Those for other versions of the resource too; the object is converted first.</summary>
    Equivalent,

    /// <summary>Only those for the versions named.</summary>
    Exact,
}
