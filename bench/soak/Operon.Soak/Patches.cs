using System.Text.Json.Nodes;
using Operon.Kubernetes;

namespace Operon.Soak;

internal static class Patches
{
    public static Patch Annotate(string name, string value) =>
        Patch.Merge(new JsonObject { ["metadata"] = new JsonObject { ["annotations"] = new JsonObject { [name] = value } } });

    public static Patch Set(string value) => Patch.Merge(new JsonObject { ["data"] = new JsonObject { ["value"] = value } });
}
