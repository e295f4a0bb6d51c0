using System.Text.Json.Nodes;
using Operon.ApiServer.Schemas;

namespace Operon.ApiServer.FieldManagement;

/// <summary>What changed between two states of an object, as sets of fields.</summary>
internal sealed class FieldComparison
{
    private readonly List<string> _path = [];

    private FieldComparison()
    {
    }

    public FieldSet Added { get; private set; } = new();

    public FieldSet Modified { get; private set; } = new();

    public FieldSet Removed { get; private set; } = new();

    public FieldSet Written => Added.Union(Modified);

    public bool IsSame => Added.IsEmpty && Modified.IsEmpty && Removed.IsEmpty;

    public static FieldComparison Of(JsonObject old, JsonObject updated, Schema schema, Func<FieldSet, FieldSet> filter)
    {
        var comparison = new FieldComparison();
        comparison.Visit(old, updated, schema);
        comparison.Added = filter(comparison.Added);
        comparison.Modified = filter(comparison.Modified);
        comparison.Removed = filter(comparison.Removed);
        return comparison;
    }

    private void Visit(JsonNode? old, JsonNode? updated, Schema? schema)
    {
        if (old is null && updated is null)
        {
            return;
        }
        var oldIsMap = FieldShape.IsGranularMap(old, schema);
        var updatedIsMap = FieldShape.IsGranularMap(updated, schema);
        var oldIsList = FieldShape.IsGranularList(old, schema);
        var updatedIsList = FieldShape.IsGranularList(updated, schema);
        if (old is null)
        {
            Insert(Added);
        }
        else if (updated is null)
        {
            Insert(Removed);
        }
        else if (!(oldIsMap && updatedIsMap) && !(oldIsList && updatedIsList) && !JsonNode.DeepEquals(old, updated))
        {
            Insert(Modified);
        }
        if (oldIsMap || updatedIsMap)
        {
            VisitMap(oldIsMap ? (JsonObject)old! : [], updatedIsMap ? (JsonObject)updated! : [], schema);
        }
        if (oldIsList || updatedIsList)
        {
            VisitList(oldIsList ? (JsonArray)old! : [], updatedIsList ? (JsonArray)updated! : [], schema!);
        }
    }

    private void VisitMap(JsonObject old, JsonObject updated, Schema? schema)
    {
        foreach (var name in old.Select(member => member.Key).Union(updated.Select(member => member.Key)))
        {
            _path.Add(PathElements.Field(name));
            Visit(old[name], updated[name], FieldShape.Member(schema, name));
            _path.RemoveAt(_path.Count - 1);
        }
    }

    private void VisitList(JsonArray old, JsonArray updated, Schema schema)
    {
        var before = FieldShape.Index(old, schema);
        var after = FieldShape.Index(updated, schema);
        foreach (var element in before.Keys.Union(after.Keys))
        {
            _path.Add(element);
            var left = before.GetValueOrDefault(element) ?? [];
            var right = after.GetValueOrDefault(element) ?? [];
            if (left.Count <= 1 && right.Count <= 1)
            {
                Visit(left.FirstOrDefault(), right.FirstOrDefault(), schema.Items);
            }
            else if (left.Count != right.Count || !left.Zip(right).All(pair => JsonNode.DeepEquals(pair.First, pair.Second)))
            {
                // Duplicates cannot be told apart: the whole group changed.
                Insert(left.Count == 0 ? Added : right.Count == 0 ? Removed : Modified);
            }
            _path.RemoveAt(_path.Count - 1);
        }
    }

    private void Insert(FieldSet set)
    {
        if (_path.Count > 0)
        {
            set.Insert(_path.ToArray());
        }
    }
}
