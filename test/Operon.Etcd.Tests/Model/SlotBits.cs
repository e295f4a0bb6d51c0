using System.Runtime.CompilerServices;

namespace Operon.Etcd.Tests.Model;

/// <summary>The eight places a member, its pod and its claim can have in a simulated cluster.</summary>
[InlineArray(Count)]
internal struct SlotBits
{
    public const int Count = 8;

#pragma warning disable IDE0044, IDE0051, CS0169 // The field of an inline array is never named.
    private ushort _first;
#pragma warning restore IDE0044, IDE0051, CS0169
}
