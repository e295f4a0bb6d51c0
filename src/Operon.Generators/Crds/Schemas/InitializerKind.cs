namespace Operon.Generators;

internal enum InitializerKind
{
    None,
    Value,
    Empty,
    Unreadable,
}
