namespace Operon.Cel;

/// <summary>Extension libraries and macros on top of the standard definitions.</summary>
[Flags]
public enum CelLibraries
{
    /// <summary>Only the standard definitions.</summary>
    None = 0,

    /// <summary>Optional values: <c>a.?b</c>, <c>a[?i]</c>, <c>optional.of</c>, <c>orValue</c>, <c>optMap</c>, <c>optFlatMap</c>.</summary>
    Optionals = 1,

    /// <summary>String functions up to version 2: <c>charAt</c>, <c>format</c>, <c>join</c>, <c>replace</c>, <c>split</c>, <c>trim</c> and others.</summary>
    Strings = 1 << 1,

    /// <summary><c>reverse</c> of strings (version 3 of the string functions, which Kubernetes does not enable).</summary>
    StringReverse = 1 << 2,

    /// <summary><c>math.greatest</c>, <c>math.least</c>, rounding, signs, bits.</summary>
    Math = 1 << 3,

    /// <summary><c>base64.encode</c>, <c>base64.decode</c>.</summary>
    Encoders = 1 << 4,

    /// <summary><c>cel.bind(name, value, expression)</c>.</summary>
    Bindings = 1 << 5,

    /// <summary><c>all</c>, <c>exists</c>, <c>existsOne</c> with two variables, <c>transformList</c>, <c>transformMap</c>, <c>transformMapEntry</c>.</summary>
    TwoVariableComprehensions = 1 << 6,

    /// <summary><c>sets.contains</c>, <c>sets.equivalent</c>, <c>sets.intersects</c>.</summary>
    Sets = 1 << 7,

    /// <summary>List functions of CEL: <c>slice</c>, <c>flatten</c>, <c>sort</c>, <c>sortBy</c>, <c>distinct</c>, <c>reverse</c>, <c>first</c>, <c>last</c>, <c>lists.range</c>.</summary>
    Lists = 1 << 8,

    /// <summary>List functions of Kubernetes: <c>isSorted</c>, <c>sum</c>, <c>min</c>, <c>max</c>, <c>indexOf</c>, <c>lastIndexOf</c>.</summary>
    KubernetesLists = 1 << 9,

    /// <summary><c>find</c>, <c>findAll</c>.</summary>
    Regex = 1 << 10,

    /// <summary><c>url</c>, <c>isURL</c> and the parts of a URL.</summary>
    Urls = 1 << 11,

    /// <summary><c>quantity</c>, <c>isQuantity</c>, arithmetic and comparison.</summary>
    Quantities = 1 << 12,

    /// <summary><c>ip</c>, <c>cidr</c> and their tests.</summary>
    Network = 1 << 13,

    /// <summary><c>format.named</c>, <c>format.dns1123Label</c> and others, <c>validate</c>.</summary>
    Formats = 1 << 14,

    /// <summary><c>semver</c>, <c>isSemver</c>, comparison and parts.</summary>
    Semver = 1 << 15,

    /// <summary><c>authorizer.group('').resource('pods').check('list').allowed()</c> and the like; needs the variable.</summary>
    Authorizer = 1 << 16,

    /// <summary>What an API server of Kubernetes 1.34 and later offers to validation rules.</summary>
    Kubernetes = Optionals | Strings | TwoVariableComprehensions | Sets | Lists | KubernetesLists | Regex | Urls | Quantities | Network | Formats | Semver,

    /// <summary>Everything.</summary>
    All = Kubernetes | Authorizer | StringReverse | Math | Encoders | Bindings,
}
