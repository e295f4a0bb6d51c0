namespace Orchard.Tests;

public sealed class ConversionTests
{
    [Fact]
    public void Nothing_gets_lost_between_versions() => ConversionRoundTrips.VerifyAll();
}
