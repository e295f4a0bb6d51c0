using System.Collections;

namespace Operon.Runtime;

/// <summary>Options of the command line and the environment as configuration keys.</summary>
internal sealed record OperatorArguments(IReadOnlyDictionary<string, string?> Options, IReadOnlyList<string> Rest, IReadOnlyList<string> Problems, bool AsksForHelp)
{
    /// <summary>Takes the operator's own flags; the rest is the program's. A flag that is nearly one of ours is a problem.</summary>
    public static OperatorArguments Parse(IReadOnlyList<string> arguments)
    {
        var options = new Dictionary<string, string?>(StringComparer.OrdinalIgnoreCase);
        var rest = new List<string>();
        var problems = new List<string>();
        var asksForHelp = false;
        for (var i = 0; i < arguments.Count; i++)
        {
            var argument = arguments[i];
            var equals = argument.IndexOf('=', StringComparison.Ordinal);
            var flag = equals < 0 ? argument : argument[..equals];
            if (argument is "--help" or "-h")
            {
                asksForHelp = true;
            }
            else if (OperatorOptionsReader.All.FirstOrDefault(known => known.Flag == flag) is { } option)
            {
                if (equals >= 0)
                {
                    options[option.Key] = argument[(equals + 1)..];
                }
                else if (option.IsSwitch)
                {
                    options[option.Key] = "true";
                }
                else if (i + 1 < arguments.Count)
                {
                    options[option.Key] = arguments[++i];
                }
                else
                {
                    problems.Add($"{flag} needs a value: {flag} VALUE or {flag}=VALUE.");
                }
            }
            else if (flag.StartsWith("--", StringComparison.Ordinal) && OperatorOptionsReader.All.FirstOrDefault(known => IsTypo(known.Flag, flag)) is { } near)
            {
                problems.Add($"{flag} is not an option; did you mean {near.Flag}?");
            }
            else
            {
                rest.Add(argument);
            }
        }

        return new OperatorArguments(options, rest, problems, asksForHelp);
    }

    /// <summary>Only known names: Kubernetes puts variables of its own, such as OPERON_SERVICE_HOST, beside them.</summary>
    public static Dictionary<string, string?> FromEnvironment(IDictionary variables) => OperatorOptionsReader.All
        .Where(option => variables[option.Variable] is string { Length: > 0 })
        .ToDictionary(option => option.Key, option => (string?)variables[option.Variable]);

    // At most two letters too many, too few or other ones.
    private static bool IsTypo(string known, string given)
    {
        if (Math.Abs(known.Length - given.Length) > 2)
        {
            return false;
        }

        var previous = Enumerable.Range(0, given.Length + 1).ToArray();
        for (var i = 1; i <= known.Length; i++)
        {
            var current = new int[given.Length + 1];
            current[0] = i;
            for (var j = 1; j <= given.Length; j++)
            {
                var change = previous[j - 1] + (known[i - 1] == given[j - 1] ? 0 : 1);
                current[j] = Math.Min(Math.Min(previous[j], current[j - 1]) + 1, change);
            }

            previous = current;
        }

        return previous[^1] <= 2;
    }
}
