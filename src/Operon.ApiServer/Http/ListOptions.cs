using System.Globalization;
using Operon.ApiServer.Errors;
using Operon.ApiServer.Resources;
using Operon.ApiServer.Resources.Strategies;
using Operon.ApiServer.Selectors;

namespace Operon.ApiServer.Http;

/// <summary>The query of a list or watch, checked.</summary>
internal sealed record ListOptions
{
    public LabelSelector Labels { get; private init; } = LabelSelector.Everything;
    public FieldSelector Fields { get; private init; } = FieldSelector.Everything;

    /// <summary>Null: unset.</summary>
    public long? Revision { get; private init; }
    public string Match { get; private init; } = "";
    public int Limit { get; private init; }
    public string Continue { get; private init; } = "";
    public bool Bookmarks { get; private init; }
    public bool? SendInitialEvents { get; private init; }
    public TimeSpan? Timeout { get; private init; }

    public static ListOptions Parse(RequestContext context, ServedResource resource, bool watch)
    {
        try
        {
            var fields = FieldSelector.Parse(context.Query("fieldSelector"));
            foreach (var requirement in fields.Requirements)
            {
                if (!resource.Rules.Strategy.SupportedFields.Contains(requirement.Field))
                {
                    throw Refusal.BadRequest(UnknownField(resource, requirement.Field));
                }
            }

            var options = new ListOptions
            {
                Labels = LabelSelector.Parse(context.Query("labelSelector")),
                Fields = fields,
                Revision = ParseRevision(context.Query("resourceVersion")),
                Match = context.Query("resourceVersionMatch"),
                Limit = (int)Math.Clamp(ParseNumber(context, "limit") ?? 0, 0, int.MaxValue),
                Continue = context.Query("continue"),
                Bookmarks = IsTrue(context.Query("allowWatchBookmarks")),
                SendInitialEvents = context.Query("sendInitialEvents") is { Length: > 0 } send ? IsTrue(send) : null,
                Timeout = ParseNumber(context, "timeoutSeconds") is > 0 and { } seconds ? TimeSpan.FromSeconds(seconds) : null,
            };
            options.Check(watch);
            return options;
        }
        catch (SelectorException error)
        {
            throw Refusal.BadRequest(error.Message);
        }
    }

    public static bool IsTrue(string text) => text is "true" or "1" or "True" or "TRUE" or "t" or "T";

    public static long? ParseRevision(string text)
    {
        if (text.Length == 0)
        {
            return null;
        }

        return long.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out var revision)
            ? revision
            : throw Refusal.BadRequest($"resourceVersion: Invalid value: \"{text}\": strconv.ParseUint: parsing \"{text}\": invalid syntax");
    }

    // Kinds with selectable fields of their own say it in their own words.
    private static string UnknownField(ServedResource resource, string field) => resource switch
    {
        { Kind: "Job" } => $"field label \"{field}\" not supported for Job",
        { Rules.Strategy: CustomResourceStrategy or { SupportedFields.Count: > 2 } } => $"field label not supported: {field}",
        _ => $"\"{field}\" is not a known field selector: only \"metadata.name\", \"metadata.namespace\"",
    };

    private static long? ParseNumber(RequestContext context, string name)
    {
        var text = context.Query(name);
        if (text.Length == 0)
        {
            return null;
        }

        return long.TryParse(text, NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out var number)
            ? number
            : throw Refusal.BadRequest($"{name}: Invalid value: \"{text}\": must be a whole number");
    }

    private void Check(bool watch)
    {
        var errors = new List<FieldError>();
        if (watch)
        {
            if (SendInitialEvents is not null && Match != "NotOlderThan")
            {
                errors.Add(FieldError.Forbidden("resourceVersionMatch", "sendInitialEvents requires setting resourceVersionMatch to NotOlderThan"));
            }

            if (SendInitialEvents is null && Match.Length > 0)
            {
                errors.Add(FieldError.Forbidden("resourceVersionMatch", "resourceVersionMatch is forbidden for watch unless sendInitialEvents is provided"));
            }
        }
        else
        {
            if (SendInitialEvents is not null)
            {
                errors.Add(FieldError.Forbidden("sendInitialEvents", "sendInitialEvents is forbidden for list"));
            }

            if (Match.Length > 0)
            {
                CheckMatch(errors);
            }
        }

        if (errors.Count > 0)
        {
            throw Refusal.Invalid("meta.k8s.io", "ListOptions", "", errors);
        }
    }

    private void CheckMatch(List<FieldError> errors)
    {
        if (Revision is null)
        {
            errors.Add(FieldError.Forbidden("resourceVersionMatch", "resourceVersionMatch is forbidden unless resourceVersion is provided"));
        }

        if (Continue.Length > 0)
        {
            errors.Add(FieldError.Forbidden("resourceVersionMatch", "resourceVersionMatch is forbidden when continue is provided"));
        }

        if (Match is not ("Exact" or "NotOlderThan"))
        {
            errors.Add(FieldError.NotSupported("resourceVersionMatch", $"\"{Match}\"", ["Exact", "NotOlderThan", ""]));
        }
        else if (Match == "Exact" && Revision == 0)
        {
            errors.Add(FieldError.Forbidden("resourceVersionMatch", "resourceVersionMatch \"Exact\" is forbidden for resourceVersion \"0\""));
        }
    }
}
