using System.Net.Security;
using Xunit;

namespace Operon.Kubernetes.Tests;

public sealed class ClientCertificateTests : IDisposable
{
    private readonly TestAuthority _authority = new();

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    public void Dispose() => _authority.Dispose();

    [Fact]
    public async Task A_certificate_is_ready_when_its_chain_is()
    {
        var (certificate, key) = _authority.Issue("jane");
        var made = ClientCertificate.FromPem(certificate, key);
        await made.PrepareAsync(Token);
        Assert.Equal("CN=jane", made.Context.TargetCertificate.Subject);
        Assert.True(made.Context.TargetCertificate.HasPrivateKey);
    }

    [Fact]
    public async Task A_request_that_waits_for_the_chain_can_be_given_up_and_the_next_one_gets_it()
    {
        var chain = new TaskCompletionSource<SslStreamCertificateContext>(TaskCreationOptions.RunContinuationsAsynchronously);
        var certificate = new ClientCertificate(chain.Task);
        using var impatient = CancellationTokenSource.CreateLinkedTokenSource(Token);
        var waiting = certificate.PrepareAsync(impatient.Token).AsTask();
        Assert.False(waiting.IsCompleted);
        await impatient.CancelAsync();
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => waiting);

        var (pem, key) = _authority.Issue("jane");
        using var leaf = System.Security.Cryptography.X509Certificates.X509Certificate2.CreateFromPem(pem, key);
        chain.SetResult(SslStreamCertificateContext.Create(leaf, null, offline: true));
        await certificate.PrepareAsync(Token);
        Assert.Same(leaf, certificate.Context.TargetCertificate);
    }
}
