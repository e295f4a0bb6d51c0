__license__namespace __Root__.Tests;

public sealed class ConversionTests
{
    [Fact]
    public void Nothing_gets_lost_between_versions() => ConversionRoundTrips.VerifyAll();
}
