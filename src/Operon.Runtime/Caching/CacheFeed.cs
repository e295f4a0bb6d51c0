using System.Text.Json.Serialization.Metadata;
using Microsoft.Extensions.Logging;
using Operon.Kubernetes;

namespace Operon.Runtime;

/// <summary>
/// One watch per scope for all representations of a kind under one selection. When a representation joins, or the scopes change, the watches
/// concerned start over from the version they had reached; what is known already is not delivered again.
/// </summary>
internal sealed class CacheFeed(IKubernetesClient client, ResourceType type, CacheSelection selection, ManagerSettings settings)
{
    private readonly Lock _lock = new();
    private readonly ILogger _logger = settings.LoggerFactory.CreateLogger("Operon.Runtime.Informer");
    private readonly Dictionary<WatchScope, RunningReflector> _running = [];
    private ICacheForm[] _forms = [];
    private TaskCompletionSource _changed = new(TaskCreationOptions.RunContinuationsAsynchronously);

    public void Attach(ICacheForm form)
    {
        lock (_lock)
        {
            form.SetScopes(selection.Scopes());
            _forms = [.. _forms, form];
            _changed.TrySetResult();
        }
    }

    public void Detach(ICacheForm form)
    {
        lock (_lock)
        {
            _forms = [.. _forms.Where(one => one != form)];
            _changed.TrySetResult();
        }
    }

    /// <summary>Feeds until cancelled.</summary>
    public async Task RunAsync(CancellationToken cancellationToken)
    {
        selection.Changed += OnScopesChanged;
        try
        {
            while (!cancellationToken.IsCancellationRequested)
            {
                Task changed;
                ICacheForm[] forms;
                IReadOnlyList<WatchScope> scopes;
                lock (_lock)
                {
                    _changed = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
                    changed = _changed.Task;
                    forms = _forms;
                    scopes = forms.Length == 0 ? [] : selection.Scopes();
                }

                await AdjustAsync(forms, scopes, cancellationToken);
                await changed.WaitAsync(cancellationToken).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
            }
        }
        finally
        {
            selection.Changed -= OnScopesChanged;
            await Task.WhenAll(_running.Values.Select(reflector => reflector.StopAsync()));
        }
    }

    private void OnScopesChanged()
    {
        lock (_lock)
        {
            _changed.TrySetResult();
        }
    }

    private async Task AdjustAsync(ICacheForm[] forms, IReadOnlyList<WatchScope> scopes, CancellationToken cancellationToken)
    {
        var versions = new Dictionary<WatchScope, string?>();
        foreach (var (scope, reflector) in _running.ToArray())
        {
            if (!scopes.Contains(scope) || !reflector.Forms.SequenceEqual(forms))
            {
                await reflector.StopAsync();
                versions[scope] = reflector.Reflector.ResourceVersion;
                _running.Remove(scope);
            }
        }

        foreach (var form in forms)
        {
            form.SetScopes(scopes);
        }

        foreach (var scope in scopes.Where(scope => !_running.ContainsKey(scope)))
        {
            var reflector = new Reflector(
                client.Resource(Decoding(forms)), scope, new FeedTarget(forms), settings, _logger, versions.GetValueOrDefault(scope));
            _running[scope] = new RunningReflector(reflector, forms, cancellationToken);
            _running[scope].Start();
        }
    }

    private ResourceKind<ObservedObject> Decoding(ICacheForm[] forms) =>
        new(type, JsonMetadataServices.CreateValueInfo<ObservedObject>(ClientJson.Options, new ObservedObjectConverter(type, forms)))
        {
            IsMetadataOnly = forms.All(form => form.IsMetadataOnly),
            Bookmark = metadata => new ObservedObject(metadata, []),
        };
}
