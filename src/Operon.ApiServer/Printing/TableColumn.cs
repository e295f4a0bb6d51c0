using System.Text.Json.Nodes;

namespace Operon.ApiServer.Printing;

/// <summary>A column of a Table; priority above 0 shows with <c>-o wide</c> only.</summary>
internal sealed record TableColumn(string Name, string Type = "string", string Format = "", string Description = "", int Priority = 0)
{
    public static TableColumn ObjectName { get; } = new("Name", Format: "name", Description: "Name must be unique within a namespace.");
    public static TableColumn Age { get; } = new("Age", Description: "Time since the object was created.");

    public static TableColumn Text(string name) => new(name);

    public static TableColumn Integer(string name) => new(name, "integer");

    public static TableColumn Wide(string name) => new(name, Priority: 1);

    public JsonObject ToJson() => new()
    {
        ["name"] = Name,
        ["type"] = Type,
        ["format"] = Format,
        ["description"] = Description,
        ["priority"] = Priority,
    };
}
