namespace Operon.Cel.Tests.Conformance;

/// <summary>A message of the protobuf text format: fields in order, values are strings of bytes, words or messages.</summary>
internal sealed class TextMessage
{
    public List<(string Name, object Value)> Fields { get; } = [];

    public bool Has(string name) => Fields.Exists(field => field.Name == name);

    public TextMessage? Message(string name) => Fields.Find(field => field.Name == name).Value as TextMessage;

    public IEnumerable<TextMessage> Messages(string name) => Fields.Where(field => field.Name == name).Select(field => field.Value).OfType<TextMessage>();

    public string Text(string name) => Fields.Find(field => field.Name == name).Value switch
    {
        byte[] bytes => System.Text.Encoding.UTF8.GetString(bytes),
        string word => word,
        _ => "",
    };

    /// <summary>Whether any field at any depth satisfies the test.</summary>
    public bool Any(Func<string, object, bool> test) => Fields.Exists(f => test(f.Name, f.Value) || (f.Value is TextMessage inner && inner.Any(test)));
}
