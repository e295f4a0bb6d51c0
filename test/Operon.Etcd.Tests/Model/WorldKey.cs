namespace Operon.Etcd.Tests.Model;

/// <summary>A packed <see cref="World"/>.</summary>
internal readonly record struct WorldKey(ulong Low, ulong High, ulong Rest)
{
    /// <summary>The same in each run, so that each run draws the same sample.</summary>
    public ulong Spread => (((Low * 0x9E3779B97F4A7C15) ^ (High * 0xC2B2AE3D27D4EB4F) ^ (Rest * 0x165667B19E3779F9)) >> 20) & 0xffff_ffff;
}
