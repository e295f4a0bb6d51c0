__license__using System.ComponentModel.DataAnnotations;

namespace __Root__.Api.__Version__;

/// <summary>What is wished of a __Kind__. Edit it: every public property is a field, its documentation comment the description, its attributes the rules.</summary>
public sealed record __Kind__Spec
{
    /// <summary>An example of a field.</summary>
    [StringLength(63)]
    public string Greeting { get; init; } = "hello";
}
