namespace Operon.Kubernetes;

/// <summary>The reason of a failed rule (<c>x-kubernetes-validations[].reason</c>), which decides the HTTP status of the answer's cause.</summary>
public enum CelRuleReason
{
    /// <summary><c>FieldValueInvalid</c>.</summary>
    Invalid,

    /// <summary><c>FieldValueForbidden</c>.</summary>
    Forbidden,

    /// <summary><c>FieldValueRequired</c>.</summary>
    Required,

    /// <summary><c>FieldValueDuplicate</c>.</summary>
    Duplicate,
}
