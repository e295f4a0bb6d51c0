namespace Operon.Cel.Checking;

/// <summary>Unification of types with parameters, by the rules of the CEL type checker.</summary>
internal sealed class TypeMapping
{
    private Dictionary<string, CelType> substitutions = new(StringComparer.Ordinal);
    private int fresh;

    public CelType Fresh() => CelType.Parameter("_var" + fresh++);

    /// <summary>Copies a signature with its own parameters.</summary>
    public CelType Instantiate(CelType type, Dictionary<string, CelType> own)
    {
        if (type.Kind == CelKind.TypeParameter)
        {
            if (!own.TryGetValue(type.Name, out var variable))
            {
                own[type.Name] = variable = Fresh();
            }
            return variable;
        }
        return type.Parameters.Count == 0 ? type : type.WithParameters([.. type.Parameters.Select(p => Instantiate(p, own))]);
    }

    public CelType Substitute(CelType type, bool parametersToDyn = false)
    {
        if (type.Kind == CelKind.TypeParameter)
        {
            return substitutions.TryGetValue(type.Name, out var substitution) ? Substitute(substitution, parametersToDyn) : parametersToDyn ? CelType.Dyn : type;
        }
        return type.Parameters.Count == 0 ? type : type.WithParameters([.. type.Parameters.Select(p => Substitute(p, parametersToDyn))]);
    }

    /// <summary>Whether each source may be used where the target is asked for. The mapping changes only when all may.</summary>
    public bool AreAssignable(IReadOnlyList<CelType> sources, IReadOnlyList<CelType> targets)
    {
        if (sources.Count != targets.Count)
        {
            return false;
        }
        var before = new Dictionary<string, CelType>(substitutions, StringComparer.Ordinal);
        for (var i = 0; i < sources.Count; i++)
        {
            if (!Unify(sources[i], targets[i]))
            {
                substitutions = before;
                return false;
            }
        }
        return true;
    }

    public bool IsAssignable(CelType source, CelType target) => AreAssignable([source], [target]);

    public static CelType MostGeneral(CelType a, CelType b)
    {
        if (a.Kind == CelKind.Null || b.Kind == CelKind.Null)
        {
            return a.Kind == CelKind.Null ? b : a;
        }
        return IsEqualOrLessSpecific(a, b) ? a : b;
    }

    private bool Unify(CelType source, CelType target)
    {
        if (target.Kind == CelKind.TypeParameter)
        {
            var isValid = Bind(source, target, out var wasBound);
            if (isValid || wasBound)
            {
                return isValid;
            }
        }
        if (source.Kind == CelKind.TypeParameter)
        {
            return Bind(target, source, out _);
        }
        if (source.IsDynOrError || target.IsDynOrError)
        {
            return true;
        }
        if (source.Kind == CelKind.Null)
        {
            return IsNullable(target);
        }
        if (source.Kind != target.Kind)
        {
            return target.Kind == CelKind.Null && IsNullable(source);
        }
        if (source.Kind == CelKind.Type)
        {
            return true;
        }
        if (source.Name != target.Name || source.Parameters.Count != target.Parameters.Count)
        {
            return false;
        }
        for (var i = 0; i < source.Parameters.Count; i++)
        {
            if (!Unify(source.Parameters[i], target.Parameters[i]))
            {
                return false;
            }
        }
        return true;
    }

    private bool Bind(CelType type, CelType parameter, out bool wasBound)
    {
        wasBound = substitutions.TryGetValue(parameter.Name, out var known);
        if (type.Kind == CelKind.TypeParameter && type.Name == parameter.Name)
        {
            return true;
        }
        if (!wasBound)
        {
            if (Mentions(type, parameter.Name))
            {
                return false;
            }
            substitutions[parameter.Name] = type;
            return true;
        }
        if (!Unify(type, known!))
        {
            return false;
        }
        var general = MostGeneral(type, known!);
        if (!Mentions(general, parameter.Name))
        {
            substitutions[parameter.Name] = general;
        }
        return true;
    }

    private bool Mentions(CelType type, string parameter)
    {
        if (type.Kind == CelKind.TypeParameter)
        {
            return type.Name == parameter || (substitutions.TryGetValue(type.Name, out var substitution) && Mentions(substitution, parameter));
        }
        return type.Parameters.Any(p => Mentions(p, parameter));
    }

    private static bool IsNullable(CelType type) =>
        type.Kind is CelKind.Null or CelKind.Object or CelKind.Duration or CelKind.Timestamp or CelKind.Opaque or CelKind.Optional;

    private static bool IsEqualOrLessSpecific(CelType a, CelType b)
    {
        if (a.IsDynOrError || a.Kind == CelKind.TypeParameter)
        {
            return true;
        }
        if (b.IsDynOrError || b.Kind == CelKind.TypeParameter || a.Kind != b.Kind)
        {
            return false;
        }
        if (a.Kind == CelKind.Type)
        {
            return true;
        }
        if (a.Name != b.Name || a.Parameters.Count != b.Parameters.Count)
        {
            return false;
        }
        for (var i = 0; i < a.Parameters.Count; i++)
        {
            if (!IsEqualOrLessSpecific(a.Parameters[i], b.Parameters[i]))
            {
                return false;
            }
        }
        return true;
    }
}
