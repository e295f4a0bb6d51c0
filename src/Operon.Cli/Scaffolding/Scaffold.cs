using Operon.Cli.Output;

namespace Operon.Cli.Scaffolding;

/// <summary>Files about to be written. Nothing is written unless all can be.</summary>
internal sealed class Scaffold(string root)
{
    private readonly SortedDictionary<string, string> _created = new(StringComparer.Ordinal);
    private readonly SortedDictionary<string, string> _edited = new(StringComparer.Ordinal);

    public string Root { get; } = root;

    /// <summary>Plans a new file; one that is there stops the command unless it is forced.</summary>
    public void Create(string path, string text) => _created[path] = text;

    /// <summary>Plans a new file unless it is there already.</summary>
    public void CreateIfMissing(string path, string text)
    {
        if (!File.Exists(Absolute(path)))
        {
            _created[path] = text;
        }
    }

    /// <summary>Plans a change of a file that may be there: <paramref name="edit"/> gets its present text, or null.</summary>
    public void Edit(string path, Func<string?, string> edit)
    {
        var current = _edited.TryGetValue(path, out var planned) || _created.TryGetValue(path, out planned)
            ? planned
            : File.Exists(Absolute(path)) ? File.ReadAllText(Absolute(path)) : null;
        var changed = edit(current);
        if (changed != current)
        {
            _created.Remove(path);
            _edited[path] = changed;
        }
    }

    /// <summary>Writes everything, or throws <see cref="CommandException"/> naming what is in the way.</summary>
    /// <param name="force">Overwrite files that are there.</param>
    /// <returns>The files that were written.</returns>
    public IReadOnlyList<FileChange> Write(bool force)
    {
        var inTheWay = _created.Where(file => File.Exists(Absolute(file.Key)) && File.ReadAllText(Absolute(file.Key)) != file.Value).Select(file => file.Key).ToList();
        if (inTheWay.Count > 0 && !force)
        {
            throw new CommandException($"these files exist and differ: {string.Join(", ", inTheWay)}\n  remedy: move them away, or overwrite them with --force");
        }

        IReadOnlyList<FileChange> changes =
        [
            .. _created.Select(file => new FileChange(file.Key, "created")),
            .. _edited.Select(file => new FileChange(file.Key, File.Exists(Absolute(file.Key)) ? "changed" : "created")),
        ];
        foreach (var (path, text) in _created.Concat(_edited))
        {
            Write(path, text);
        }

        return changes;
    }

    private void Write(string path, string text)
    {
        var file = Absolute(path);
        Directory.CreateDirectory(Path.GetDirectoryName(file)!);
        File.WriteAllText(file, text);
    }

    private string Absolute(string path) => Path.Combine(Root, path);
}
