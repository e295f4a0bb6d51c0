namespace Operon.ApiServer.Discovery;

/// <summary>One served resource of one group-version, as discovery tells it. The core group is "".</summary>
internal sealed record ResourceDefinition(
    string Group,
    string Version,
    string Plural,
    string Singular,
    string Kind,
    string ListKind,
    bool Namespaced,
    IReadOnlyList<string> Verbs,
    IReadOnlyList<string> ShortNames,
    IReadOnlyList<string> Categories,
    IReadOnlyList<SubresourceDefinition> Subresources)
{
    /// <summary><c>v1</c> or <c>apps/v1</c>.</summary>
    public string GroupVersion => Group.Length == 0 ? Version : $"{Group}/{Version}";

    /// <summary>The path prefix of the group-version: <c>api/v1</c> or <c>apis/apps/v1</c>.</summary>
    public string ApiPath => Group.Length == 0 ? $"api/{Version}" : $"apis/{Group}/{Version}";
}
