namespace Operon.Cel.Functions;

/// <summary>The type parameters overloads are written with.</summary>
internal static class Generic
{
    public static readonly CelType A = CelType.Parameter("A");
    public static readonly CelType B = CelType.Parameter("B");
    public static readonly CelType ListOfA = CelType.List(A);
    public static readonly CelType MapOfAToB = CelType.Map(A, B);
    public static readonly CelType ListOfString = CelType.List(CelType.String);
    public static readonly CelType ListOfInt = CelType.List(CelType.Int);
}
