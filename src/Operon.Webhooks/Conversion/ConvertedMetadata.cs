using System.Text.Json.Nodes;

namespace Operon.Webhooks;

/// <summary>
/// The metadata after a conversion. The API server refuses any change but of labels and annotations, so all else is the original's, as received.
/// </summary>
internal static class ConvertedMetadata
{
    /// <summary>
    /// A converter that made a new object and left its metadata alone has said nothing about labels and annotations; those it did set are added. One that passed
    /// the metadata on has said everything.
    /// </summary>
    public static JsonObject Of(JsonObject original, JsonObject converted)
    {
        var result = original.DeepClone().AsObject();
        var isPassedOn = converted.ContainsKey("name") || converted.ContainsKey("generateName");
        Set("labels");
        Set("annotations");
        return result;

        void Set(string name)
        {
            var said = converted[name] as JsonObject;
            if (isPassedOn)
            {
                result.Remove(name);
                if (said is not null)
                {
                    result[name] = said.DeepClone();
                }
            }
            else if (said is not null)
            {
                var merged = result[name] as JsonObject ?? [];
                result[name] = new JsonObject(merged.Where(pair => !said.ContainsKey(pair.Key)).Concat(said).Select(pair => KeyValuePair.Create(pair.Key, pair.Value?.DeepClone())));
            }
        }
    }
}
