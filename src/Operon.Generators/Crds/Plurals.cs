namespace Operon.Generators;

/// <summary>English plurals of kinds, by the rules kubebuilder and controller-gen use for them, so that both find the same resource.</summary>
internal static class Plurals
{
    private static readonly Dictionary<string, string> _words = new(StringComparer.Ordinal)
    {
        ["matrix"] = "matrices",
        ["index"] = "indices",
        ["mouse"] = "mice",
        ["ox"] = "oxen",
        ["quiz"] = "quizzes",
        ["series"] = "series",
        ["equipment"] = "equipment",
        ["information"] = "information",
        ["money"] = "money",
        ["species"] = "species",
        ["fish"] = "fish",
        ["sheep"] = "sheep",
        ["police"] = "police",
        ["goose"] = "geese",
        ["tooth"] = "teeth",
        ["foot"] = "feet",
        ["bus"] = "buses",
        ["piano"] = "pianos",
        ["halo"] = "halos",
        ["photo"] = "photos",
        ["analysis"] = "analyses",
        ["apex"] = "apexes",
        ["appendix"] = "appendices",
        ["axis"] = "axes",
        ["basis"] = "bases",
        ["bureau"] = "bureaus",
        ["codex"] = "codices",
        ["corpus"] = "corpora",
        ["crisis"] = "crises",
        ["diagnosis"] = "diagnoses",
        ["die"] = "dice",
        ["ellipsis"] = "ellipses",
        ["focus"] = "foci",
        ["formula"] = "formulas",
        ["half"] = "halves",
        ["hypothesis"] = "hypotheses",
        ["locus"] = "loci",
        ["nebula"] = "nebulae",
        ["nucleus"] = "nuclei",
        ["oasis"] = "oases",
        ["offspring"] = "offspring",
        ["parenthesis"] = "parentheses",
        ["phenomenon"] = "phenomena",
        ["radius"] = "radiuses",
        ["referendum"] = "referendums",
        ["stimulus"] = "stimuli",
        ["symposium"] = "symposiums",
        ["synopsis"] = "synopses",
        ["thesis"] = "theses",
        ["vertebra"] = "vertebrae",
        ["vortex"] = "vortices",
        ["datum"] = "data",
        ["alias"] = "aliases",
        ["house"] = "houses",
        ["shoe"] = "shoes",
        ["news"] = "news",
    };

    // First match wins. A word that ends in a right side is a plural already. Two rules of the original are left out because they spoil
    // common words: worlds are not "worldren" and roots not "reets".
    private static readonly (string Suffix, string Plural)[] _endings =
    [
        ("man", "men"), ("tz", "tzes"), ("alias", "aliases"), ("wife", "wives"), ("atum", "ata"), ("adium", "adia"), ("actus", "acti"),
        ("irus", "iri"), ("iterion", "iteria"), ("dium", "diums"), ("ize", "izes"), ("dge", "dges"), ("focus", "foci"), ("child", "children"),
        ("oaf", "oaves"), ("randum", "randa"), ("base", "bases"), ("atus", "atuses"), ("ode", "odes"), ("person", "people"), ("va", "vae"),
        ("leus", "li"), ("oose", "eese"), ("box", "boxes"), ("ium", "ia"), ("sis", "ses"), ("nna", "nnas"), ("stis", "stes"), ("ex", "ices"),
        ("ula", "ulae"), ("lf", "lves"), ("rf", "rves"), ("hive", "hives"), ("quy", "quies"),
    ];

    private static readonly (string Suffix, string Plural)[] _lastEndings =
        [("x", "xes"), ("ch", "ches"), ("ss", "sses"), ("sh", "shes"), ("oe", "oes"), ("io", "ios"), ("o", "oes")];

    /// <summary>The plural of a kind in lower case.</summary>
    public static string Of(string kind)
    {
        var word = kind.ToLowerInvariant();
        if (_words.TryGetValue(word, out var plural))
        {
            return plural;
        }

        return _words.ContainsValue(word)
            ? word
            : Ending(word, _endings) ?? (word.Length > 2 && word.EndsWith("fe", StringComparison.Ordinal) ? Replace(word, 2, "ves") : null)
                ?? (word.Length > 1 && word[word.Length - 1] == 'y' && "aeiou".IndexOf(word[word.Length - 2]) < 0 ? Replace(word, 1, "ies") : null)
                ?? Ending(word, _lastEndings)
                ?? (word.EndsWith("s", StringComparison.Ordinal) ? word : word + "s");
    }

    private static string? Ending(string word, (string Suffix, string Plural)[] endings)
    {
        foreach (var (suffix, plural) in endings)
        {
            if (word.EndsWith(suffix, StringComparison.Ordinal))
            {
                return Replace(word, suffix.Length, plural);
            }

            if (word.EndsWith(plural, StringComparison.Ordinal))
            {
                return word;
            }
        }

        return null;
    }

    private static string Replace(string word, int length, string with) => word.Substring(0, word.Length - length) + with;
}
