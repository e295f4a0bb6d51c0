using Operon.ApiServer.Printing;
using Xunit;

namespace Operon.ApiServer.Tests.Printing;

public sealed class HumanDurationTests
{
    [Theory]
    [InlineData(-5, "<invalid>")]
    [InlineData(0, "0s")]
    [InlineData(5, "5s")]
    [InlineData(119, "119s")]
    [InlineData(120, "2m")]
    [InlineData(192, "3m12s")]
    [InlineData(600, "10m")]
    [InlineData(2 * 3600, "120m")]
    [InlineData(3 * 3600, "3h")]
    [InlineData((3 * 3600) + 300, "3h5m")]
    [InlineData(9 * 3600, "9h")]
    [InlineData(47 * 3600, "47h")]
    [InlineData(48 * 3600, "2d")]
    [InlineData(52 * 3600, "2d4h")]
    [InlineData(10 * 24 * 3600, "10d")]
    [InlineData(800L * 24 * 3600, "2y70d")]
    [InlineData(9L * 365 * 24 * 3600, "9y")]
    public void Reads_as_kubectl_prints_it(long seconds, string expected) => Assert.Equal(expected, HumanDuration.Of(TimeSpan.FromSeconds(seconds)));
}
