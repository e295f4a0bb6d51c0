using Operon.Cel.Libraries;

namespace Operon.Cel.Functions;

/// <summary>The functions and named types of a set of libraries.</summary>
internal sealed class FunctionTable
{
    private static readonly Dictionary<CelLibraries, FunctionTable> Tables = [];

    private readonly Dictionary<string, List<Overload>> functions = new(StringComparer.Ordinal);
    private readonly Dictionary<string, CelType> types = new(StringComparer.Ordinal);

    private FunctionTable()
    {
    }

    public static FunctionTable For(CelLibraries libraries)
    {
        lock (Tables)
        {
            if (!Tables.TryGetValue(libraries, out var table))
            {
                Tables[libraries] = table = Build(libraries);
            }
            return table;
        }
    }

    public IReadOnlyList<Overload>? Find(string name) => functions.TryGetValue(name, out var overloads) ? overloads : null;

    public CelType? FindType(string name) => types.TryGetValue(name, out var type) ? type : null;

    public void Global(string function, string id, CelType result, Func<CelValue[], CelValue> body, params CelType[] parameters) =>
        Add(new Overload(function, id, false, result, body, parameters));

    public void Member(string function, string id, CelType result, Func<CelValue[], CelValue> body, params CelType[] parameters) =>
        Add(new Overload(function, id, true, result, body, parameters));

    public void NamedType(CelType type) => types[type.Name] = type;

    private void Add(Overload overload)
    {
        if (!functions.TryGetValue(overload.Function, out var overloads))
        {
            functions[overload.Function] = overloads = [];
        }
        overloads.Add(overload);
    }

    private static FunctionTable Build(CelLibraries libraries)
    {
        var table = new FunctionTable();
        Operators.AddTo(table);
        Conversions.AddTo(table);
        StandardFunctions.AddTo(table);
        TimeFunctions.AddTo(table);
        (CelLibraries Library, Action<FunctionTable> AddTo)[] all =
        [
            (CelLibraries.Optionals, OptionalLibrary.AddTo), (CelLibraries.Strings, StringLibrary.AddTo), (CelLibraries.StringReverse, StringLibrary.AddReverse),
            (CelLibraries.Math, MathLibrary.AddTo), (CelLibraries.Encoders, EncoderLibrary.AddTo), (CelLibraries.TwoVariableComprehensions, MapLibrary.AddTo),
            (CelLibraries.Sets, SetLibrary.AddTo), (CelLibraries.Lists, ListLibrary.AddTo), (CelLibraries.KubernetesLists, KubernetesListLibrary.AddTo),
            (CelLibraries.Regex, RegexLibrary.AddTo), (CelLibraries.Urls, UrlLibrary.AddTo), (CelLibraries.Quantities, QuantityLibrary.AddTo),
            (CelLibraries.Network, NetworkLibrary.AddTo), (CelLibraries.Formats, FormatLibrary.AddTo), (CelLibraries.Semver, SemverLibrary.AddTo),
            (CelLibraries.Authorizer, AuthorizerLibrary.AddTo),
        ];
        foreach (var (library, addTo) in all)
        {
            if (libraries.HasFlag(library))
            {
                addTo(table);
            }
        }
        return table;
    }
}
