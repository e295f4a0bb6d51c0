using System.Text.Json.Nodes;

namespace Operon.ApiServer.Webhooks;

/// <summary>Which mutating webhooks have seen the object as it is now, and which must look at it once more.</summary>
internal sealed class ReinvocationContext
{
    private readonly HashSet<string> _reinvoke = [];
    private readonly HashSet<string> _called = [];
    private JsonObject? _last;

    /// <summary>A webhook changed the object: everything runs once more.</summary>
    public bool IsNeeded { get; private set; }

    /// <summary>This is the second round.</summary>
    public bool IsReinvocation { get; private set; }

    public void Begin() => IsReinvocation = true;

    /// <summary>In the second round only those are called that asked for it and were called before a change.</summary>
    public bool Admits(AdmissionWebhook webhook) => !IsReinvocation || _reinvoke.Contains(webhook.Id);

    /// <summary>At the start of the second round: a change by a built-in plugin concerns all that asked for it.</summary>
    public void NoteChanges(JsonObject current)
    {
        if (IsReinvocation && !JsonNode.DeepEquals(_last, current))
        {
            Require();
        }
    }

    public void Remember(JsonObject current) => _last = (JsonObject)current.DeepClone();

    public void NoteChange()
    {
        Require();
        IsNeeded = true;
    }

    public void NoteCall(AdmissionWebhook webhook)
    {
        if (webhook.ReinvokeIfNeeded)
        {
            _called.Add(webhook.Id);
        }
    }

    private void Require()
    {
        _reinvoke.UnionWith(_called);
        _called.Clear();
    }
}
