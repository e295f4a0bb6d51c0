using System.Globalization;
using System.Net;
using System.Text;

namespace Operon.Runtime;

/// <summary>The debug page as HTML: plain tables, no script.</summary>
internal sealed class DebugPage
{
    private const string Style = """
        body{font:14px/1.45 system-ui,sans-serif;margin:2em;max-width:110em;color:#1b1f24}table{border-collapse:collapse;margin:.4em 0 1.6em}
        th,td{text-align:left;vertical-align:top;padding:.25em .9em .25em 0;border-bottom:1px solid #d8dee4}th{font-weight:600}td.n{text-align:right;font-variant-numeric:tabular-nums}
        .bad{color:#b3261e}h1{font-size:1.5em}h2{font-size:1.2em;margin-top:1.6em}h3{font-size:1em}code{font-size:.95em}p.none{color:#656d76}
        """;

    private readonly StringBuilder _html = new();

    public string Write(DebugSnapshot all)
    {
        _html.Append(CultureInfo.InvariantCulture, $"<!doctype html><html lang=\"en\"><meta charset=\"utf-8\"><title>{Text(all.Name)}</title><style>{Style}</style>");
        _html.Append(CultureInfo.InvariantCulture, $"<h1>{Text(all.Name)} {Text(all.Version)}</h1><p>{all.Now:u} · up {Time(all.UptimeSeconds)} · {Bytes(all.ResidentBytes)} resident · <a href=\"?format=json\">JSON</a></p>");
        _html.Append("<form>Object <input name=\"object\" placeholder=\"namespace/name\"> <button>why did it reconcile?</button></form>");
        foreach (var cluster in all.Clusters)
        {
            Cluster(cluster);
        }

        return _html.Append("</html>\n").ToString();
    }

    private void Cluster(ClusterSnapshot cluster)
    {
        var leads = cluster.Lease is null ? "no leader election" : $"{(cluster.IsLeader ? "leads" : "standby")}, lease {cluster.Lease}";
        _html.Append(CultureInfo.InvariantCulture, $"<h2>Cluster {Text(cluster.Name)}</h2><p>{Text(cluster.Server)} · {(cluster.IsReady ? "ready" : "not ready")} · {Text(leads)}</p>");
        if (cluster.Sharding is { } sharding)
        {
            var draining = sharding.Draining.Count == 0 ? "" : $", lets {string.Join(", ", sharding.Draining)} go";
            _html.Append(CultureInfo.InvariantCulture, $"<p>Shards {string.Join(", ", sharding.Held)}{draining} · {sharding.Held.Count} of {sharding.Shards}, {sharding.Replicas} replicas</p>");
        }

        _html.Append("<h3>Caches</h3>");
        Table(
            ["Resource", "As", "Selection", "Synced", "Objects", "Bytes", "Version", "Last heard"],
            cluster.Caches.Select(cache => (string[])
            [
                Text(cache.Resource), Text(cache.Representation), Text(cache.Selection), cache.HasSynced ? "yes" : "<span class=\"bad\">no</span>",
                Number(cache.Objects), cache.Bytes is { } bytes ? Bytes(bytes) : "", Text(cache.ResourceVersion), cache.SilentSeconds is { } silent ? $"{Time(silent)} ago" : "",
            ]));
        foreach (var controller in cluster.Controllers)
        {
            Controller(controller);
        }
    }

    private void Controller(ControllerSnapshot controller)
    {
        _html.Append(CultureInfo.InvariantCulture, $"<h3>Controller {Text(controller.Name)} of {Text(controller.Resource)}</h3>");
        _html.Append(CultureInfo.InvariantCulture, $"<p>{(controller.IsReconciling ? "works" : "does not work yet")} · workers: {controller.Workers} · waiting: {controller.QueueDepth}</p>");
        if (controller.Running.Count > 0)
        {
            _html.Append("<p>In progress</p>");
            Table(["Object", "Since"], controller.Running.Select(running => (string[])[Object(running.Key), Time(running.Seconds)]));
        }

        _html.Append("<p>Latest reconciles</p>");
        Table(
            ["Started", "Object", "Cause", "Waited", "Took", "Failures before", "Outcome", "Wrote", "Next", "Id"],
            controller.Recent.Select(reconcile => (string[])
            [
                reconcile.Started.ToString("HH:mm:ss.fff", CultureInfo.InvariantCulture),
                Object(reconcile.Key),
                Text(reconcile.Causes > 1 ? string.Create(CultureInfo.InvariantCulture, $"{reconcile.Cause} (first of {reconcile.Causes})") : reconcile.Cause),
                Time(reconcile.WaitedSeconds),
                Time(reconcile.Seconds),
                Number(reconcile.Attempt),
                reconcile.Error is null ? Text(reconcile.Outcome) : $"<span class=\"bad\">{Text(reconcile.Outcome)}: {Text(reconcile.Error)}</span>",
                string.Join("<br>", reconcile.Writes.Select(Text)),
                reconcile.NextAfterSeconds is { } next ? $"after {Time(next)}" : "",
                $"<code>{reconcile.Id}</code>",
            ]));
    }

    private void Table(string[] heads, IEnumerable<string[]> rows)
    {
        var all = rows.ToArray();
        if (all.Length == 0)
        {
            _html.Append("<p class=\"none\">nothing</p>");
            return;
        }

        _html.Append("<table><tr>").AppendJoin("", heads.Select(head => $"<th>{head}</th>")).Append("</tr>");
        foreach (var row in all)
        {
            _html.Append("<tr>").AppendJoin("", row.Select(cell => $"<td>{cell}</td>")).Append("</tr>\n");
        }

        _html.Append("</table>");
    }

    private static string Object(string key) => $"<a href=\"?object={Uri.EscapeDataString(key)}\">{Text(key)}</a>";

    private static string Text(string? text) => WebUtility.HtmlEncode(text ?? "");

    private static string Number(int number) => number.ToString(CultureInfo.InvariantCulture);

    private static string Bytes(long bytes) => bytes < 10_000
        ? string.Create(CultureInfo.InvariantCulture, $"{bytes} B")
        : bytes < 10_000_000 ? string.Create(CultureInfo.InvariantCulture, $"{bytes / 1024} KiB") : string.Create(CultureInfo.InvariantCulture, $"{bytes / 1_048_576} MiB");

    private static string Time(double seconds) => seconds switch
    {
        < 0.001 => string.Create(CultureInfo.InvariantCulture, $"{seconds * 1_000_000:0} µs"),
        < 1 => string.Create(CultureInfo.InvariantCulture, $"{seconds * 1000:0.#} ms"),
        < 120 => string.Create(CultureInfo.InvariantCulture, $"{seconds:0.#} s"),
        < 7200 => string.Create(CultureInfo.InvariantCulture, $"{seconds / 60:0} min"),
        _ => string.Create(CultureInfo.InvariantCulture, $"{seconds / 3600:0.#} h"),
    };
}
