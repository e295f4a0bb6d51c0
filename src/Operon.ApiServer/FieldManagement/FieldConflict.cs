namespace Operon.ApiServer.FieldManagement;

/// <summary>A field the applier wants to change that another manager owns.</summary>
internal sealed record FieldConflict(string Field, string Manager, bool IsApply, string ApiVersion, string? Subresource, string? Time)
{
    /// <summary>Such as <c>"kubectl-edit" using apps/v1 at 2026-01-02T03:04:05Z</c>.</summary>
    public string Owner
    {
        get
        {
            var owner = $"\"{Manager}\"";
            if (Subresource is not null)
            {
                owner += $" with subresource \"{Subresource}\"";
            }
            return IsApply ? owner : $"{owner} using {ApiVersion}{(Time is null ? "" : $" at {Time}")}";
        }
    }

    /// <summary>The message of the Status cause; its reason is FieldManagerConflict and its field <see cref="Field"/>.</summary>
    public string CauseMessage => $"conflict with {Owner}";
}
