using Xunit;

namespace Operon.Cel.Tests.Libraries;

public sealed class KubernetesLibraryTests
{
    [Theory]
    [InlineData("[1, 2, 2].isSorted() && !['b', 'a'].isSorted() && [].isSorted()")]
    [InlineData("[1, 3, 2].sum() == 6 && [1.5, 2.5].sum() == 4.0 && [duration('1s'), duration('1m')].sum() == duration('61s')")]
    [InlineData("[3, 1].min() == 1 && ['a', 'c', 'b'].max() == 'c'")]
    [InlineData("[1, 2, 1].indexOf(1) == 0 && [1, 2, 1].lastIndexOf(1) == 2 && ['a'].indexOf('b') == -1")]
    [InlineData("[3, 1, 2].sort() == [1, 2, 3] && [1, 2, 1].distinct() == [1, 2] && [[1], [2]].flatten() == [1, 2] && [1, 2, 3].slice(1, 3) == [2, 3]")]
    [InlineData("['aa', 'b'].sortBy(s, size(s)) == ['b', 'aa'] && [1, 2].first().value() == 1 && lists.range(3) == [0, 1, 2]")]
    public void Lists(string expression) => Evaluate.IsTrue(expression);

    [Theory]
    [InlineData("'abc 123'.find('[0-9]*') == '' && 'abc 123'.find('[0-9]+') == '123' && 'abc'.find('x') == ''")]
    [InlineData("'123 abc 456'.findAll('[0-9]+') == ['123', '456'] && '123 abc 456'.findAll('[0-9]+', 1) == ['123'] && 'x'.findAll('[0-9]+') == []")]
    [InlineData("'a\\n'.matches('^a$') == false && 'É'.matches('^\\\\w$') == false && 'ab'.matches('b')")]
    public void Patterns_are_RE2(string expression) => Evaluate.IsTrue(expression);

    [Theory]
    [InlineData("url('https://example.com:80/path?k=v&k=w').getHost() == 'example.com:80'")]
    [InlineData("url('https://user:pw@[::1]:80/a%20b').getHostname() == '::1' && url('https://[::1]:80/').getHost() == '[::1]:80' && url('https://[::1]:80/').getPort() == '80'")]
    [InlineData("url('https://example.com/path with spaces/').getEscapedPath() == '/path%20with%20spaces/'")]
    [InlineData("url('https://example.com/path?k1=a&k2=b&k2=c').getQuery() == {'k1': ['a'], 'k2': ['b', 'c']}")]
    [InlineData("url('/path').getScheme() == '' && url('https://example.com').getEscapedPath() == '' && isURL('/absolute-path') && !isURL('../relative') && !isURL('https://a:b:c/')")]
    public void Urls(string expression) => Evaluate.IsTrue(expression);

    [Theory]
    [InlineData("isQuantity('1.3Gi') && isQuantity('100k') && isQuantity('-1e3') && !isQuantity('1.3 Gi') && !isQuantity('Mi') && !isQuantity('200K')")]
    [InlineData("quantity('50000000').isInteger() && quantity('50k').asInteger() == 50000 && !quantity('9999999999999999999999').isInteger()")]
    [InlineData("quantity('1500m').asApproximateFloat() == 1.5 && quantity('-1').sign() == -1 && quantity('0').sign() == 0")]
    [InlineData("quantity('1Gi').compareTo(quantity('1024Mi')) == 0 && quantity('1G').isLessThan(quantity('1Gi')) && quantity('200M').isGreaterThan(quantity('0.1G'))")]
    [InlineData("quantity('50k').add(20) == quantity('50020') && quantity('1').sub(quantity('100m')) == quantity('900m') && quantity('1Ki') == quantity('1024')")]
    [InlineData("type(quantity('1')) == kubernetes.Quantity")]
    public void Quantities(string expression) => Evaluate.IsTrue(expression);

    [Theory]
    [InlineData("ip('::1').family() == 6 && ip('127.0.0.1').isLoopback() && ip('169.254.1.1').isLinkLocalUnicast() && ip('0.0.0.0').isUnspecified() && ip('8.8.8.8').isGlobalUnicast()")]
    [InlineData("!isIP('1.2.3') && !isIP('01.2.3.4') && !isIP('::ffff:1.2.3.4') && !isIP('fe80::1%eth0') && ip.isCanonical('2001:db8::') && !ip.isCanonical('2001:db8:0::')")]
    [InlineData("cidr('10.0.0.0/8').containsIP('10.1.2.3') && cidr('10.0.0.0/8').containsIP(ip('10.1.2.3')) && !cidr('10.0.0.0/8').containsIP('11.0.0.1') && !cidr('10.0.0.0/8').containsIP('::1')")]
    [InlineData("cidr('10.0.0.0/8').containsCIDR('10.1.0.0/16') && !cidr('10.1.0.0/16').containsCIDR(cidr('10.0.0.0/8')) && cidr('10.1.2.3/8').masked() == cidr('10.0.0.0/8')")]
    [InlineData("cidr('10.1.2.3/8').prefixLength() == 8 && string(cidr('10.1.2.3/8').ip()) == '10.1.2.3' && !isCIDR('10.0.0.0/33') && type(ip('::1')) == net.IP")]
    public void Networks(string expression) => Evaluate.IsTrue(expression);

    [Theory]
    [InlineData("!format.dns1123Label().validate('my-label').hasValue()")]
    [InlineData("format.dns1123Label().validate('My_Label').value().size() == 1")]
    [InlineData("format.named('dns1123Subdomain').value().validate('a.b') == optional.none() && !format.named('nope').hasValue()")]
    [InlineData("!format.qualifiedName().validate('example.com/my.name').hasValue() && format.qualifiedName().validate('a/b/c').hasValue()")]
    [InlineData("!format.labelValue().validate('').hasValue() && format.labelValue().validate('-').hasValue() && !format.dns1123LabelPrefix().validate('a-').hasValue()")]
    [InlineData("!format.uuid().validate('123e4567-e89b-12d3-a456-426614174000').hasValue() && format.date().validate('2021-13-01').hasValue() && !format.datetime().validate('2021-01-01T00:00:00Z').hasValue()")]
    public void Formats(string expression) => Evaluate.IsTrue(expression);

    [Theory]
    [InlineData("isSemver('1.0.0') && !isSemver('v1.0.0') && isSemver('v1.0', true) && !isSemver('01.0.0') && isSemver('01.0.0', true) && !isSemver('200K')")]
    [InlineData("semver('1.2.3').major() == 1 && semver('1.2.3').minor() == 2 && semver('1.2.3').patch() == 3 && semver('v1', true) == semver('1.0.0')")]
    [InlineData("semver('1.0.0-rc.1').isLessThan(semver('1.0.0')) && semver('1.0.0-rc.10').isGreaterThan(semver('1.0.0-rc.9')) && semver('1.0.0').compareTo(semver('1.0.0+build')) == 0")]
    public void Versions(string expression) => Evaluate.IsTrue(expression);

    [Theory]
    [InlineData("'%s is %d of %.2f, %x, %e'.format([dyn('a'), dyn(1), dyn(1.5), dyn(255), dyn(1234.5)]) == 'a is 1 of 1.50, ff, 1.234500e+03'")]
    [InlineData("'%s'.format([[1, 2]]) == '[1, 2]' && '%s'.format([{'b': 1, 'a': 2}]) == '{a: 2, b: 1}' && '%b'.format([5]) == '101' && '100%%'.format([]) == '100%'")]
    [InlineData("'tacocat'.replace('c', 'x', 1) == 'taxocat' && 'a,b,c'.split(',', 2) == ['a', 'b,c'] && ' x '.trim() == 'x' && ['a', 'b'].join('-') == 'a-b'")]
    [InlineData("'ta©o😁αT'.charAt(4) == '😁' && 'ta©o😁αT'.substring(4, 5) == '😁' && 'ta©o😁αT'.indexOf('α') == 5 && 'TacoCat'.lowerAscii() == 'tacocat'")]
    public void Strings(string expression) => Evaluate.IsTrue(expression);

    [Theory]
    [InlineData("sets.contains([1, 2, 3], [2]) && sets.equivalent([1, 1], [1]) && sets.intersects([1], [1, 2]) && !sets.intersects([1], [2])")]
    [InlineData("{'a': 1}.all(k, v, k == 'a' && v == 1) && [1, 2].exists(i, v, i == 1 && v == 2) && [1, 2].transformList(i, v, i + v) == [1, 3]")]
    [InlineData("{'a': 1, 'b': 2}.transformMap(k, v, v > 1, v * 2) == {'b': 4} && ['a'].transformMapEntry(i, v, {v: i}) == {'a': 0}")]
    [InlineData("{'a': 1}.?a.orValue(2) == 1 && {'a': 1}.?b.orValue(2) == 2 && [?{}.?x, 1] == [1] && {'a': {'b': 1}}[?'a'].?b == optional.of(1)")]
    public void Sets_pairs_and_optionals(string expression) => Evaluate.IsTrue(expression);

    [Theory]
    [InlineData("ip('x') == ip('y')", "IP Address 'x' parse error during conversion from string")]
    [InlineData("quantity('1Q').isInteger()", "quantities must match the regular expression")]
    [InlineData("[1][1] == 1", "index out of bounds: 1")]
    [InlineData("{'a': 1}['b'] == 1", "no such key: b")]
    [InlineData("9223372036854775807 + 1 > 0", "integer overflow")]
    [InlineData("1 / 0 == 1", "division by zero")]
    [InlineData("1 % 0 == 1", "modulus by zero")]
    [InlineData("['a', 'b'].map(x, int(x)).size() == 2", "type conversion error")]
    public void Failures_say_why(string expression, string error) => Evaluate.Fails(expression, error);
}
