using System.Security.Cryptography.X509Certificates;
using CsCheck;
using Xunit;

namespace Operon.Webhooks.Tests;

public sealed class CertificateStateTests
{
    private static readonly CertificateLifetimes _lifetimes = new(TimeSpan.FromDays(365), TimeSpan.FromDays(90), TimeSpan.FromDays(1));
    private static readonly DateTimeOffset _start = new(2026, 1, 1, 0, 0, 0, TimeSpan.Zero);
    private static readonly string[] _hosts = ["webhook-service.demo.svc", "127.0.0.1"];

    [Fact]
    public void The_serving_certificate_is_renewed_at_two_thirds_of_its_life_and_not_before()
    {
        var state = CertificateState.Create(_hosts, _start, _lifetimes);
        Assert.Same(state, state.Advance(_hosts, _start.AddDays(60).AddMinutes(-1), _lifetimes));
        var renewed = state.Advance(_hosts, _start.AddDays(60).AddMinutes(1), _lifetimes);
        Assert.NotEqual(state.Serving.CertificatePem, renewed.Serving.CertificatePem);
        Assert.Equal(state.BundlePem, renewed.BundlePem);
        Assert.Equal(_start.AddDays(150).AddMinutes(1), renewed.Serving.End);
    }

    [Fact]
    public void A_name_that_is_missing_is_a_new_certificate()
    {
        var state = CertificateState.Create(_hosts, _start, _lifetimes);
        var renewed = state.Advance([.. _hosts, "other.demo.svc"], _start.AddMinutes(1), _lifetimes);
        Assert.True(renewed.Serving.Covers(["other.demo.svc", "webhook-service.demo.svc", "127.0.0.1"]));
        Assert.False(state.Serving.Covers(["other.demo.svc"]));
    }

    [Fact]
    public void A_CA_is_followed_in_three_steps_an_overlap_apart()
    {
        // Kept young, so that only the CA is due.
        var start = CertificateState.Create(_hosts, _start, _lifetimes);
        var now = start.Signing.RenewalDue;
        start = start with { Serving = start.Signing.Issue(_hosts, now.AddDays(-30), _lifetimes.Serving) };

        var trusted = start.Advance(_hosts, now, _lifetimes);
        Assert.Equal(2, Count(trusted.BundlePem));
        Assert.Same(start.Serving, trusted.Serving);
        Assert.Same(trusted, trusted.Advance(_hosts, now.AddHours(23), _lifetimes));

        var signing = trusted.Advance(_hosts, now.AddHours(24).AddMinutes(1), _lifetimes);
        Assert.Equal(2, Count(signing.BundlePem));
        Assert.True(signing.Serving.IsIssuedBy(trusted.Next!));
        Assert.Same(signing, signing.Advance(_hosts, now.AddHours(47), _lifetimes));

        var alone = signing.Advance(_hosts, now.AddHours(49), _lifetimes);
        Assert.Equal(1, Count(alone.BundlePem));
        Assert.Same(signing.Serving, alone.Serving);
        Assert.Same(alone, alone.Advance(_hosts, now.AddDays(5), _lifetimes));
    }

    [Fact]
    public void After_a_year_of_absence_all_is_made_anew()
    {
        var state = CertificateState.Create(_hosts, _start, _lifetimes).Advance(_hosts, _start.AddDays(400), _lifetimes);
        Assert.Equal(1, Count(state.BundlePem));
        Assert.True(IsTrusted(state.Serving, state.BundlePem, _start.AddDays(400)));
    }

    // A client may know the bundle of up to an overlap ago, a replica may serve the certificate of up to an overlap ago.
    [Fact]
    public void At_any_time_what_is_served_is_trusted_by_whoever_is_less_than_an_overlap_behind() =>
        Gen.Select(Gen.Int[0, 900], Gen.Double[0.1, 23.0]).Sample(
            (days, stepHours) =>
            {
                var states = new List<(DateTimeOffset At, CertificateState State)> { (_start, CertificateState.Create(_hosts, _start, _lifetimes)) };
                var now = _start;
                var end = _start.AddDays(days);
                while (now < end)
                {
                    // Days in which nothing happens are skipped.
                    now += IsBusy(states[^1].State, now) ? TimeSpan.FromHours(stepHours) : TimeSpan.FromDays(1);
                    var next = states[^1].State.Advance(_hosts, now, _lifetimes);
                    if (!ReferenceEquals(next, states[^1].State))
                    {
                        states.Add((now, next));
                    }
                }

                // Of two states that follow each other within an overlap, either's certificate is trusted by either's bundle.
                return states.Zip(states.Skip(1)).All(pair =>
                    IsTrusted(pair.First.State.Serving, pair.Second.State.BundlePem, pair.Second.At) && IsTrusted(pair.Second.State.Serving, pair.First.State.BundlePem, pair.Second.At));
            },
            iter: 8,
            threads: 1);

    [Fact]
    public void A_key_is_never_printed()
    {
        var state = CertificateState.Create(_hosts, _start, _lifetimes);
        Assert.DoesNotContain("PRIVATE", state.ToString(), StringComparison.Ordinal);
        Assert.Contains("operon-webhook-ca-", state.ToString(), StringComparison.Ordinal);
    }

    private static bool IsBusy(CertificateState state, DateTimeOffset now) => state.Next is not null || Count(state.BundlePem) > 1 || now > state.Signing.RenewalDue.AddDays(-2);

    private static int Count(string bundle)
    {
        var all = new X509Certificate2Collection();
        all.ImportFromPem(bundle);
        return all.Count;
    }

    private static bool IsTrusted(KeyedCertificate serving, string bundle, DateTimeOffset at)
    {
        using var chain = new X509Chain();
        chain.ChainPolicy.TrustMode = X509ChainTrustMode.CustomRootTrust;
        chain.ChainPolicy.CustomTrustStore.ImportFromPem(bundle);
        chain.ChainPolicy.RevocationMode = X509RevocationMode.NoCheck;
        chain.ChainPolicy.VerificationTime = at.LocalDateTime;
        return chain.Build(serving.Certificate);
    }
}
