__license__using __Root__.Webhooks.__Hub__;
using Hub = __Root__.Api.__Hub__;

namespace __Root__.Tests;

public sealed class __Kind____Version__ConverterTests
{
    [Fact]
    public void A_stored___Kind___survives_the_way_to___version___and_back()
    {
        var converter = new __Kind____Version__Converter();
        var stored = new Hub.__Kind__ { Spec = new Hub.__Kind__Spec { Greeting = "to __version__ and back" } };
        Assert.Equal(stored.Spec, converter.ToHub(converter.FromHub(stored)).Spec);
    }
}
