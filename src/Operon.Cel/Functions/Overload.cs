namespace Operon.Cel.Functions;

/// <summary>One signature of a function. Ids are cel-go's and Kubernetes': the cost rules go by them.</summary>
internal sealed class Overload(string function, string id, bool isMember, CelType result, Func<CelValue[], CelValue> body, params CelType[] parameters)
{
    public string Function => function;

    public string Id => id;

    public bool IsMember => isMember;

    public CelType Result => result;

    /// <summary>The receiver of a member comes first.</summary>
    public CelType[] Parameters => parameters;

    public Func<CelValue[], CelValue> Body => body;

    public bool Accepts(CelValue[] arguments)
    {
        if (arguments.Length != parameters.Length)
        {
            return false;
        }
        for (var i = 0; i < arguments.Length; i++)
        {
            if (!Accepts(parameters[i], arguments[i]))
            {
                return false;
            }
        }
        return true;
    }

    private static bool Accepts(CelType parameter, CelValue argument) => parameter.Kind switch
    {
        CelKind.Dyn or CelKind.TypeParameter => true,
        CelKind.Map => argument is CelMap,
        CelKind.List => argument is CelList,
        CelKind.Opaque => argument.Type.Name == parameter.Name,
        var kind => argument.Type.Kind == kind,
    };
}
