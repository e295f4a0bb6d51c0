using System.Text.Json.Nodes;
using Operon.ApiServer.Errors;
using Operon.ApiServer.Http;

namespace Operon.ApiServer.Resources;

/// <summary>How an object is to be deleted.</summary>
internal sealed record DeleteOptions
{
    public long? GracePeriodSeconds { get; init; }
    public string? Propagation { get; init; }
    public string? Uid { get; init; }
    public string? ResourceVersion { get; init; }

    public static DeleteOptions Read(JsonObject? body, Func<string, string> query)
    {
        var orphan = body?["orphanDependents"].Boolean() ?? (query("orphanDependents") is { Length: > 0 } text ? ListOptions.IsTrue(text) : null);
        var propagation = body?["propagationPolicy"].Text() ?? (query("propagationPolicy") is { Length: > 0 } policy ? policy : null);
        if (orphan is not null && propagation is not null)
        {
            throw Refusal.Invalid("meta.k8s.io", "DeleteOptions", "", [FieldError.Invalid("propagationPolicy", $"\"{propagation}\"", "orphanDependents and deletionPropagation cannot be both set")]);
        }

        if (propagation is not (null or "Foreground" or "Background" or "Orphan"))
        {
            throw Refusal.Invalid("meta.k8s.io", "DeleteOptions", "", [FieldError.NotSupported("propagationPolicy", $"\"{propagation}\"", ["Foreground", "Background", "Orphan", "nil"])]);
        }

        return new DeleteOptions
        {
            GracePeriodSeconds = body?["gracePeriodSeconds"].Integer() ?? (long.TryParse(query("gracePeriodSeconds"), out var grace) ? grace : null),
            Propagation = propagation ?? (orphan is null ? null : orphan.Value ? "Orphan" : "Background"),
            Uid = body.Object("preconditions")?["uid"].Text(),
            ResourceVersion = body.Object("preconditions")?["resourceVersion"].Text(),
        };
    }

    /// <summary>Adds what is set to a meta/v1 DeleteOptions object.</summary>
    public void WriteTo(JsonObject options)
    {
        if (GracePeriodSeconds is { } grace)
        {
            options["gracePeriodSeconds"] = grace;
        }

        if (Uid is not null || ResourceVersion is not null)
        {
            var preconditions = options.Ensure("preconditions");
            if (Uid is not null)
            {
                preconditions["uid"] = Uid;
            }

            if (ResourceVersion is not null)
            {
                preconditions["resourceVersion"] = ResourceVersion;
            }
        }

        if (Propagation is not null)
        {
            options["propagationPolicy"] = Propagation;
        }
    }
}
