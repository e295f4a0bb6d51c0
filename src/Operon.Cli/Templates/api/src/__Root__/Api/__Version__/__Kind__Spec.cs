__license__using System.ComponentModel.DataAnnotations;

namespace __Root__.Api.__Version__;

// Every public property is a field of the definition: its documentation comment is the description, its attributes are the rules, its initial value is the default.

/// <summary>What is wished of a __Kind__.</summary>
public sealed record __Kind__Spec
{
    /// <summary>An example of a field.</summary>
    [StringLength(63)]
    public string Greeting { get; init; } = "hello";
}
