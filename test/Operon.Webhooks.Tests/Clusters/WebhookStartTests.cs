using Operon.Kubernetes;
using Operon.Runtime;
using Xunit;

namespace Operon.Webhooks.Tests;

/// <summary>What keeps an operator with webhooks from starting.</summary>
public sealed class WebhookStartTests
{
    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    [Fact]
    public async Task A_version_without_a_converter_ends_the_start_with_its_name()
    {
        var builder = Builder();
        builder.InstallCrd(WebhookOperator.Definition.Replace("name: v1alpha1", "name: v1beta1", StringComparison.Ordinal));
        builder.AddConverter<OldMemcached, Memcached, MemcachedConverter>(OldMemcached.Resource, Memcached.Resource);
        await using var host = builder.Build();
        Assert.Contains("has the versions v1beta1 without a converter", (await Assert.ThrowsAsync<ArgumentException>(() => host.StartAsync(Cancellation))).Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Lives_of_certificates_that_do_not_fit_together_are_refused()
    {
        var builder = Builder();
        builder.AddValidator<Memcached, MemcachedWebhook>(Memcached.Resource).ConfigureWebhooks(options => options.ServingLifetime = TimeSpan.FromHours(30));
        await using var host = builder.Build();
        Assert.Contains("WebhookOptions.ServingLifetime (1.06:00:00) must be longer", (await Assert.ThrowsAsync<ArgumentException>(() => host.StartAsync(Cancellation))).Message, StringComparison.Ordinal);
    }

    [Fact]
    public void What_is_no_webhook_configuration_is_refused() => Assert.Contains(
        "A document of kind \"ConfigMap\" is no webhook configuration", Assert.Throws<ArgumentException>(() => Builder().AddWebhookConfigurations("{kind: ConfigMap}")).Message, StringComparison.Ordinal);

    [Fact]
    public void A_folder_without_certificate_is_told_with_the_option()
    {
        var builder = OperatorHost.CreateBuilder(["--webhook-certificate-directory", "/does/not/exist"]);
        var failure = Assert.Throws<OperatorOptionsException>(() => builder.Build().Services);
        Assert.Contains("WebhookCertificateDirectory: /does/not/exist holds no tls.crt", failure.Message, StringComparison.Ordinal);
    }

    private static OperatorHostBuilder Builder()
    {
        var builder = OperatorHost.CreateBuilder(["--log-level", "None", "--metrics-address", "0", "--health-address", "0"]);
        builder.ConnectBy(_ => new KubernetesClientOptions { Server = new Uri("https://127.0.0.1:1") });
        return builder;
    }
}
