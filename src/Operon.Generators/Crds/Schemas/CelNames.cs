namespace Operon.Generators;

/// <summary>Names of properties in CEL, where reserved words and some characters are escaped (Kubernetes documentation: validation rules).</summary>
internal static class CelNames
{
    private static readonly HashSet<string> _reserved =
    [
        "true", "false", "null", "in", "as", "break", "const", "continue", "else", "for", "function", "if", "import", "let", "loop", "package",
        "namespace", "return", "var", "void", "while",
    ];

    public static string Escape(string name) => _reserved.Contains(name)
        ? $"__{name}__"
        : name.Replace("__", "__underscores__").Replace(".", "__dot__").Replace("-", "__dash__").Replace("/", "__slash__");
}
