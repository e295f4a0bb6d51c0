using Microsoft.AspNetCore.Http;

namespace Operon.ApiServer.Http;

internal enum ResponseShape
{
    Object,
    Table,
    Metadata,
}

/// <summary>What the client wants back: the object itself, a Table of it or only its metadata; as JSON or YAML.</summary>
internal sealed record ResponseFormat(ResponseShape Shape, bool Yaml)
{
    public static readonly string[] Accepted = ["application/json", "application/yaml"];

    public static ResponseFormat Json { get; } = new(ResponseShape.Object, false);

    public static ResponseFormat Negotiate(HttpRequest request)
    {
        var header = request.Headers.Accept.ToString();
        if (header.Length == 0)
        {
            return Json;
        }

        foreach (var type in MediaType.ParseList(header))
        {
            var format = type.Name switch
            {
                "application/json" or "*/*" or "application/*" => Shaped(type, false),
                "application/yaml" => Shaped(type, true),
                _ => null,
            };
            if (format is not null)
            {
                return format;
            }
        }

        throw Refusal.NotAcceptable(Accepted);
    }

    private static ResponseFormat? Shaped(MediaType type, bool yaml)
    {
        if (type.Parameter("as") is not { } shape)
        {
            return new ResponseFormat(ResponseShape.Object, yaml);
        }

        return (shape, type.Parameter("g"), type.Parameter("v")) switch
        {
            ("Table", "meta.k8s.io", "v1") => new ResponseFormat(ResponseShape.Table, yaml),
            ("PartialObjectMetadata" or "PartialObjectMetadataList", "meta.k8s.io", "v1") => new ResponseFormat(ResponseShape.Metadata, yaml),
            _ => null,
        };
    }
}
