using System.Globalization;

namespace Operon.Testing;

/// <summary>
/// Which requests something goes wrong with, how often, and what. Immutable: every member returns a changed copy. A fault without a count hits until
/// it is removed.
/// <code>
/// cluster.Faults.Add(Fault.On(Verb.Update, "pods").InNamespace("default").Times(3).Respond(409));
/// cluster.Faults.Add(Fault.On(Verb.Watch, "pods").SilenceWatch(afterEvents: 2));
/// </code>
/// </summary>
public sealed record Fault
{
    private Fault()
    {
    }

    internal Verb Verbs { get; private init; }
    internal string? Resource { get; private init; }
    internal string? Namespace { get; private init; }
    internal string? Name { get; private init; }
    internal string? User { get; private init; }
    internal Func<TestRequest, bool>? Condition { get; private init; }
    internal int? Count { get; private init; }
    internal int Skipped { get; private init; }
    internal double Probability { get; private init; } = 1;
    internal FaultKind Kind { get; private init; }
    internal int AfterEvents { get; private init; }
    internal TimeSpan Time { get; private init; }
    internal int Code { get; private init; }
    internal string Reason { get; private init; } = "";
    internal string Message { get; private init; } = "";

    /// <summary>Hits a member of a chunked list after the first one only.</summary>
    internal bool IsContinued { get; private init; }

    /// <summary>Requests of these verbs on a resource.</summary>
    /// <param name="verbs">One verb or several.</param>
    /// <param name="resource">
    /// Plural (<c>pods</c>), with the group when two have the same (<c>events.events.k8s.io</c>), with a slash for a subresource (<c>pods/status</c>) or all
    /// of them (<c>pods/*</c>). Null: every request.
    /// </param>
    public static Fault On(Verb verbs = Verb.All, string? resource = null) => new() { Verbs = verbs, Resource = resource };

    /// <summary>Only in this namespace. A watch of all namespaces is in none.</summary>
    public Fault InNamespace(string namespaceName) => this with { Namespace = namespaceName };

    /// <summary>Only for the object of this name.</summary>
    public Fault Named(string name) => this with { Name = name };

    /// <summary>Only for this user.</summary>
    public Fault ByUser(string user) => this with { User = user };

    /// <summary>Only where <paramref name="condition"/> holds.</summary>
    public Fault Where(Func<TestRequest, bool> condition) => this with { Condition = condition };

    /// <summary>Only that often.</summary>
    public Fault Times(int count) => this with { Count = count };

    /// <summary>Lets the first ones pass.</summary>
    public Fault After(int skipped) => this with { Skipped = skipped };

    /// <summary>Hits by chance, decided by the cluster's seed.</summary>
    /// <param name="probability">0 to 1.</param>
    public Fault WithProbability(double probability) => this with { Probability = probability };

    /// <summary>
    /// Refuses without doing anything. The reason follows from the code when it is not given (409 Conflict, 410 Expired, 429 TooManyRequests, 500
    /// InternalError, 503 ServiceUnavailable, 504 Timeout).
    /// </summary>
    /// <param name="code">HTTP status.</param>
    /// <param name="reason">Reason of the Status.</param>
    /// <param name="retryAfter">The Retry-After header, in whole seconds; null for 1 s with 429 and none with others.</param>
    public Fault Respond(int code, string? reason = null, TimeSpan? retryAfter = null) => this with
    {
        Kind = FaultKind.Respond,
        Code = code,
        Reason = reason ?? DefaultReason(code),
        Time = retryAfter ?? (code == 429 ? TimeSpan.FromSeconds(1) : TimeSpan.Zero),
        Message = string.Create(CultureInfo.InvariantCulture, $"injected fault: {code} {reason ?? DefaultReason(code)}"),
    };

    /// <summary>Refuses the second and later pages of a list with 410: the continue token has expired.</summary>
    public Fault ExpireContinue() => Respond(410) with { IsContinued = true };

    /// <summary>Does nothing and never answers; the connection stays open until the client gives up.</summary>
    public Fault NeverAnswer() => this with { Kind = FaultKind.NeverAnswer };

    /// <summary>Does what is asked, and never answers.</summary>
    public Fault LoseAnswer() => this with { Kind = FaultKind.LoseAnswer };

    /// <summary>Answers later, by the cluster's clock; other faults may follow.</summary>
    public Fault Delay(TimeSpan delay) => this with { Kind = FaultKind.Delay, Time = delay };

    /// <summary>Breaks the connection before anything is done.</summary>
    public Fault CutBefore() => this with { Kind = FaultKind.CutBefore };

    /// <summary>Does what is asked and breaks the connection before the answer: the client cannot know.</summary>
    public Fault CutAfter() => this with { Kind = FaultKind.CutAfter };

    /// <summary>Breaks the connection in the middle of the answer. A watch ends in the middle of a line, as behind a proxy.</summary>
    /// <param name="afterEvents">Of a watch: how many lines arrive whole before.</param>
    public Fault CutInTheMiddle(int afterEvents = 0) => this with { Kind = FaultKind.CutMiddle, AfterEvents = afterEvents };

    /// <summary>Ends watches in good order, open ones too.</summary>
    /// <param name="afterEvents">How many lines arrive before.</param>
    public Fault CloseWatch(int afterEvents = 0) => this with { Kind = FaultKind.CloseWatch, AfterEvents = afterEvents };

    /// <summary>Breaks watches, open ones too. Lines on their way may be lost with the connection: the client asks for them again.</summary>
    /// <param name="afterEvents">How many lines are sent before.</param>
    public Fault BreakWatch(int afterEvents = 0) => this with { Kind = FaultKind.BreakWatch, AfterEvents = afterEvents };

    /// <summary>Ends watches, open ones too, with an ERROR event that says 410.</summary>
    /// <param name="afterEvents">How many lines arrive before.</param>
    public Fault ExpireWatch(int afterEvents = 0) => this with { Kind = FaultKind.ExpireWatch, AfterEvents = afterEvents };

    /// <summary>Nothing arrives any more on a watch that stays open, an open one too: no event, no bookmark, no end.</summary>
    /// <param name="afterEvents">How many lines arrive before.</param>
    public Fault SilenceWatch(int afterEvents = 0) => this with { Kind = FaultKind.SilenceWatch, AfterEvents = afterEvents };

    /// <summary>Sends a line that is no JSON, then ends the watch.</summary>
    /// <param name="afterEvents">How many lines arrive before.</param>
    public Fault GarbleWatch(int afterEvents = 0) => this with { Kind = FaultKind.GarbleWatch, AfterEvents = afterEvents };

    /// <summary>Events arrive later by this time of the cluster's clock, in order.</summary>
    public Fault DelayEvents(TimeSpan delay) => this with { Kind = FaultKind.DelayEvents, Time = delay };

    /// <inheritdoc/>
    public override string ToString()
    {
        var what = Kind switch
        {
            FaultKind.Respond => string.Create(CultureInfo.InvariantCulture, $"{Code} {Reason}"),
            FaultKind.Delay or FaultKind.DelayEvents => $"{Kind} {Time}",
            _ => Kind.ToString(),
        };
        var where = $"{Verbs} {Resource ?? "everything"}{(Name is null && Namespace is null ? "" : $" {Namespace ?? "*"}/{Name ?? "*"}")}";
        return $"{what} on {where}{(Count is { } count ? string.Create(CultureInfo.InvariantCulture, $" x{count}") : "")}";
    }

    internal bool IsForStreams => Kind is FaultKind.CloseWatch or FaultKind.BreakWatch or FaultKind.ExpireWatch or FaultKind.SilenceWatch or FaultKind.GarbleWatch or FaultKind.DelayEvents;

    internal bool Matches(TestRequest request)
    {
        var isStream = request.Verb == Verb.Watch;
        return (Verbs & request.Verb) != 0
            && (!IsForStreams || isStream)
            && !(isStream && Kind is FaultKind.CutAfter or FaultKind.LoseAnswer)
            && (User is null || User == request.User)
            && (Namespace is null || Namespace == request.Namespace)
            && (Name is null || Name == request.Name)
            && (!IsContinued || (request.Verb == Verb.List && request.Path.Contains("continue=", StringComparison.Ordinal)))
            && MatchesResource(request)
            && (Condition is null || Condition(request));
    }

    private bool MatchesResource(TestRequest request)
    {
        if (Resource is null)
        {
            return true;
        }

        var slash = Resource.IndexOf('/', StringComparison.Ordinal);
        var resource = slash < 0 ? Resource : Resource[..slash];
        var subresource = slash < 0 ? "" : Resource[(slash + 1)..];
        return (resource == request.Resource || resource == request.GroupResource) && (subresource == "*" || subresource == request.Subresource);
    }

    private static string DefaultReason(int code) => code switch
    {
        400 => "BadRequest",
        401 => "Unauthorized",
        403 => "Forbidden",
        404 => "NotFound",
        409 => "Conflict",
        410 => "Expired",
        422 => "Invalid",
        429 => "TooManyRequests",
        500 => "InternalError",
        503 => "ServiceUnavailable",
        504 => "Timeout",
        _ => "",
    };
}
