namespace Operon.Cel;

/// <summary>What identifies the elements of a list: <c>x-kubernetes-list-type</c>.</summary>
public enum CelListType
{
    /// <summary>Elements are known by their position; equality regards the order, <c>+</c> appends.</summary>
    Atomic,

    /// <summary>Elements are known by their value; equality disregards the order, <c>+</c> keeps each value once.</summary>
    Set,

    /// <summary>Elements are known by their key fields; equality disregards the order, <c>+</c> overwrites elements with equal keys in place.</summary>
    Map,
}
