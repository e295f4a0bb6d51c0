using System.ComponentModel.DataAnnotations;

namespace Orchard.Api.V1;

// Every public property is a field of the definition: its documentation comment is the description, its attributes are the rules, its initial value is the default.

/// <summary>What is wished of a Tree.</summary>
public sealed record TreeSpec
{
    /// <summary>An example of a field.</summary>
    [StringLength(63)]
    public string Greeting { get; init; } = "hello";
}
