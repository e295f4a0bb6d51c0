using Operon.Cli.Projects;

namespace Operon.Cli.Scaffolding;

/// <summary>The values all templates know.</summary>
internal static class ProjectTokens
{
    public static Tokens Of(string name, string domain, bool isNamespaced, string license, string operonVersion) => new(new Dictionary<string, string>(StringComparer.Ordinal)
    {
        ["project"] = name,
        ["Root"] = Names.Pascal(name),
        ["domain"] = domain,
        ["operonVersion"] = operonVersion,
        ["license"] = LicenseHeader.Of(license),
        ["roleKind"] = isNamespaced ? "Role" : "ClusterRole",
        ["roleNamespace"] = isNamespaced ? "  namespace: system\n" : "",
        ["rbacNamespace"] = isNamespaced ? ", Namespace = \"system\"" : "",
        ["watchNamespace"] = isNamespaced
            ? "        env:\n        - name: OPERON_NAMESPACES\n          valueFrom:\n            fieldRef:\n              fieldPath: metadata.namespace\n"
            : "        env: []\n",
    });

    public static Tokens Of(OperatorProject project) => Of(project.Name, project.File.Domain, project.File.IsNamespaced, project.File.License, operonVersion: "");
}
