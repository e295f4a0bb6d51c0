using System.Globalization;
using System.Text;
using Microsoft.AspNetCore.Http;

namespace Operon.Runtime;

/// <summary>
/// <c>/healthz</c> or <c>/readyz</c> in the manner of Kubernetes: <c>ok</c>, or 500 and a list of what failed; <c>?verbose</c> lists all checks,
/// <c>?exclude=name</c> leaves some out, <c>/healthz/name</c> is one check.
/// </summary>
internal sealed class HealthEndpoint(string path, IReadOnlyList<HealthChecks> sets)
{
    public Task AnswerAsync(HttpContext context)
    {
        var rest = context.Request.Path.Value!.TrimEnd('/')[path.Length..].TrimStart('/');
        return rest.Length > 0 ? AnswerOneAsync(context, rest) : AnswerAllAsync(context);
    }

    private async Task AnswerOneAsync(HttpContext context, string name)
    {
        foreach (var checks in sets)
        {
            if (await checks.CheckAsync(name, context.RequestAborted) is { } result)
            {
                await (result.IsHealthy
                    ? Texts.AnswerAsync(context, StatusCodes.Status200OK, "ok")
                    : Texts.AnswerAsync(context, StatusCodes.Status500InternalServerError, $"{result.Problem}\n"));
                return;
            }
        }

        await Texts.AnswerAsync(context, StatusCodes.Status404NotFound, $"there is no check named {name}\n");
    }

    private async Task AnswerAllAsync(HttpContext context)
    {
        string[] excluded = [.. context.Request.Query["exclude"].OfType<string>()];
        var reports = await Task.WhenAll(sets.Select(checks => checks.CheckAsync(context.RequestAborted, excluded)));
        var results = reports.SelectMany(report => report.Checks).ToArray();
        var isHealthy = results.All(check => check.Value.IsHealthy);
        if (isHealthy && !context.Request.Query.ContainsKey("verbose"))
        {
            await Texts.AnswerAsync(context, StatusCodes.Status200OK, "ok");
            return;
        }

        var text = new StringBuilder();
        foreach (var (name, result) in results)
        {
            text.Append(CultureInfo.InvariantCulture, $"{(result.IsHealthy ? $"[+]{name} ok" : $"[-]{name} failed: {result.Problem}")}\n");
        }

        foreach (var name in excluded.Where(name => sets.Any(checks => checks.Names.Contains(name))))
        {
            text.Append(CultureInfo.InvariantCulture, $"[+]{name} excluded: ok\n");
        }

        foreach (var name in excluded.Where(name => !sets.Any(checks => checks.Names.Contains(name))))
        {
            text.Append(CultureInfo.InvariantCulture, $"warn: some health checks cannot be excluded: no matches for \"{name}\"\n");
        }

        text.Append(CultureInfo.InvariantCulture, $"{path.TrimStart('/')} check {(isHealthy ? "passed" : "failed")}\n");
        await Texts.AnswerAsync(context, isHealthy ? StatusCodes.Status200OK : StatusCodes.Status500InternalServerError, text.ToString());
    }
}
