using System.Collections.Concurrent;

namespace Operon.Runtime;

/// <summary>Named checks behind one endpoint (<c>/healthz</c> or <c>/readyz</c>). Safe for concurrent use.</summary>
public sealed class HealthChecks
{
    private readonly ConcurrentDictionary<string, Func<CancellationToken, ValueTask<HealthResult>>> _checks = new(StringComparer.Ordinal);

    /// <summary>The names, in alphabetical order.</summary>
    public IReadOnlyList<string> Names => [.. _checks.Keys.Order(StringComparer.Ordinal)];

    /// <summary>
    /// Adds a check. The name becomes a path segment (<c>/healthz/name</c>) and must be unique. A check that throws is unhealthy, by the message of
    /// its exception.
    /// </summary>
    public void Add(string name, Func<CancellationToken, ValueTask<HealthResult>> check)
    {
        ArgumentException.ThrowIfNullOrEmpty(name);
        ArgumentNullException.ThrowIfNull(check);
        if (name.Contains('/', StringComparison.Ordinal))
        {
            throw new ArgumentException($"'{name}' cannot name a health check: it becomes one segment of a path. Leave the slash out.", nameof(name));
        }

        if (!_checks.TryAdd(name, check))
        {
            throw new ArgumentException($"There is a health check named '{name}' already; choose another name.", nameof(name));
        }
    }

    /// <summary>Adds a check that needs no waiting.</summary>
    public void Add(string name, Func<HealthResult> check) => Add(name, _ => ValueTask.FromResult(check()));

    /// <summary>Asks one check; null when there is none of that name.</summary>
    public async Task<HealthResult?> CheckAsync(string name, CancellationToken cancellationToken) =>
        _checks.TryGetValue(name, out var check) ? await AskAsync(check, cancellationToken) : null;

    /// <summary>Asks all checks at the same time, without those named in <paramref name="exclude"/>.</summary>
    public async Task<HealthReport> CheckAsync(CancellationToken cancellationToken, IReadOnlyCollection<string>? exclude = null)
    {
        var asked = _checks.Where(pair => exclude?.Contains(pair.Key) != true).OrderBy(pair => pair.Key, StringComparer.Ordinal).ToArray();
        var results = await Task.WhenAll(asked.Select(pair => AskAsync(pair.Value, cancellationToken)));
        return new HealthReport([.. asked.Zip(results, (pair, result) => KeyValuePair.Create(pair.Key, result))]);
    }

    private static async Task<HealthResult> AskAsync(Func<CancellationToken, ValueTask<HealthResult>> check, CancellationToken cancellationToken)
    {
        try
        {
            return await check(cancellationToken);
        }
        catch (OperationCanceledException) when (cancellationToken.IsCancellationRequested)
        {
            throw;
        }
#pragma warning disable CA1031 // Whatever a check throws is its answer.
        catch (Exception e)
#pragma warning restore CA1031
        {
            return HealthResult.Unhealthy(e.Message);
        }
    }
}
