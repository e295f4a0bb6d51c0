using System.Text.Json.Nodes;
using Operon.ApiServer.Resources;
using Operon.ApiServer.Selectors;
using Operon.ApiServer.Storage;

namespace Operon.ApiServer.Policies;

/// <summary>Finds the objects a binding names as parameters.</summary>
internal sealed class PolicyParameters(ObjectStore store, ResourceRegistry registry)
{
    /// <summary>One null when the policy or the binding has no parameters; empty when they are not found and that is allowed.</summary>
    /// <exception cref="PolicyConfigurationException">The parameters cannot be told.</exception>
    public IReadOnlyList<JsonObject?> Find(ValidatingPolicy policy, PolicyBinding binding, string ns)
    {
        if (policy.ParamKind is not { } kind || binding.ParamRef is not { } reference)
        {
            return [null];
        }
        var resource = registry.Current.All.FirstOrDefault(served => served.ApiVersion == kind.Text("apiVersion") && served.Kind == kind.Text("kind"))
            ?? throw new PolicyConfigurationException($"failed to configure policy: failed to find resource referenced by paramKind: '{kind.Text("apiVersion")}, Kind={kind.Text("kind")}'");
        var found = Select(resource, reference, Namespace(resource, reference.Text("namespace"), ns)).Select(stored => InVersion(resource, stored)).ToList();
        return found.Count == 0 && reference.Text("parameterNotFoundAction") != "Allow"
            ? throw new PolicyConfigurationException("failed to configure binding: no params found for policy binding with `Deny` parameterNotFoundAction")
            : found;
    }

    private static string Namespace(ServedResource resource, string given, string ns)
    {
        if (!resource.Namespaced)
        {
            return given.Length == 0 ? "" : throw new PolicyConfigurationException("failed to configure binding: paramRef.namespace must not be provided for a cluster-scoped `paramKind`");
        }
        if (given.Length > 0)
        {
            return given;
        }
        return ns.Length > 0 ? ns : throw new PolicyConfigurationException("failed to configure binding: cannot use namespaced paramRef in policy binding that matches cluster-scoped resources");
    }

    private IEnumerable<StoredObject> Select(ServedResource resource, JsonObject reference, string ns)
    {
        if (reference.Text("name") is { Length: > 0 } name)
        {
            return store.Find(resource.StorageName, ns, name) is { } stored ? [stored] : [];
        }
        var selector = LabelSelector.FromLabelSelectorObject(reference.Object("selector"));
        return store.State.Objects(resource.StorageName)
            .Where(stored => stored.Namespace == ns && (selector.IsEmpty || selector.Matches(key => stored.Index.Labels.GetValueOrDefault(key))));
    }

    private static JsonObject InVersion(ServedResource resource, StoredObject stored)
    {
        var parameters = stored.Decode();
        VersionConversion.Convert(parameters, resource.Kind, resource.ApiVersion);
        return parameters;
    }
}
