using System.Text.Json.Nodes;

namespace Operon.ApiServer.Resources.Strategies;

/// <summary>The defaults of one pod volume.</summary>
internal static class VolumeDefaults
{
    private const long FileMode = 420;

    public static void Apply(JsonObject volume)
    {
        if (volume.All(member => member.Key == "name" || member.Value is null))
        {
            volume["emptyDir"] = new JsonObject();
        }
        foreach (var source in (ReadOnlySpan<string>)["secret", "configMap", "downwardAPI", "projected"])
        {
            volume.Map(source)?.SetDefault("defaultMode", FileMode);
        }
        FieldReferences(volume.Map("downwardAPI"));
        foreach (var projection in volume.Map("projected").Maps("sources"))
        {
            FieldReferences(projection.Map("downwardAPI"));
            projection.Map("serviceAccountToken")?.SetDefault("expirationSeconds", 3600);
        }
        volume.Map("hostPath")?.SetDefault("type", "");
        if (volume.Map("ephemeral").Map("volumeClaimTemplate").Map("spec") is { } claim)
        {
            claim.SetDefaultText("volumeMode", "Filesystem");
        }
    }

    private static void FieldReferences(JsonObject? downward)
    {
        foreach (var item in downward.Maps("items"))
        {
            item.Map("fieldRef")?.SetDefaultText("apiVersion", "v1");
        }
    }
}
