using System.Text.Json.Nodes;

namespace Operon.Cli.Kustomize;

/// <summary><c>namespace</c>, <c>namePrefix</c> and <c>nameSuffix</c>, and the references that follow them.</summary>
internal static class NameTransformer
{
    /// <summary>Kinds whose names have a meaning of their own.</summary>
    private static readonly HashSet<string> _keptNames = new(StringComparer.Ordinal) { "CustomResourceDefinition", "APIService", "Namespace" };

    public static void Apply(KustomizationFields fields, List<RenderedObject> objects)
    {
        var before = objects.Select(one => (one.Kind, one.Name, one.Namespace, Object: one)).ToList();
        foreach (var one in objects)
        {
            if (fields.Namespace.Length > 0)
            {
                SetNamespace(one, fields.Namespace);
            }

            if (!_keptNames.Contains(one.Kind))
            {
                one.Name = fields.NamePrefix + one.Name + fields.NameSuffix;
            }
        }

        foreach (var reference in objects.SelectMany(NameReferences.Of))
        {
            // The namespace of a reference, where it has one, tells objects of one name apart.
            var meant = before.Where(known => known.Kind == reference.Kind && known.Name == reference.Name).ToList();
            var exact = meant.Where(known => reference.Namespace is null || known.Namespace is null || known.Namespace == reference.Namespace).ToList();
            if ((exact.Count > 0 ? exact : meant) is [var found, ..])
            {
                reference.Set(found.Object);
            }
        }
    }

    private static void SetNamespace(RenderedObject one, string name)
    {
        if (one is { Kind: "Namespace", Group: "" })
        {
            one.Name = name;
        }
        else if (one.IsNamespaced)
        {
            one.Namespace = name;
        }

        if (one.Kind is "RoleBinding" or "ClusterRoleBinding")
        {
            foreach (var subject in (one.Json["subjects"] as JsonArray ?? []).OfType<JsonObject>())
            {
                // The account every namespace has is not among the objects.
                if (subject["kind"]?.ToString() == "ServiceAccount" && subject["name"]?.ToString() == "default")
                {
                    subject["namespace"] = name;
                }
            }
        }
    }
}
