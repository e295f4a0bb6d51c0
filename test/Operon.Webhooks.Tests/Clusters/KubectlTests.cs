using System.Diagnostics;
using Xunit;

namespace Operon.Webhooks.Tests;

/// <summary>What people see: the real kubectl (<c>KUBECTL</c>, as test.sh sets it) against webhooks.</summary>
public sealed class KubectlTests
{
    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Kubectl_lists_the_causes_of_a_refusal_and_prints_warnings()
    {
        var kubectl = Environment.GetEnvironmentVariable("KUBECTL") is { Length: > 0 } given ? given : "/usr/bin/kubectl";
        Assert.SkipUnless(File.Exists(kubectl), "no kubectl; test.sh brings one");
        await using var demo = await WebhookOperator.StartAsync(["--local-webhooks"]);
        var kubeconfig = Path.GetTempFileName();
        try
        {
            await demo.Cluster.WriteKubeconfigAsync(kubeconfig, cancellationToken: Cancellation);
            Assert.Equal(
                (1, "The Memcached \"even\" is invalid: \n* spec.size: Invalid value: 4: must be odd\n* spec.image: Invalid value: \"x\": must name a tag\n"),
                await ApplyAsync(kubectl, kubeconfig, "apiVersion: cache.example.com/v1\nkind: Memcached\nmetadata: {name: even, namespace: default}\nspec: {size: 4, image: x}\n"));
            var (code, text) = await ApplyAsync(kubectl, kubeconfig, "apiVersion: cache.example.com/v1\nkind: Memcached\nmetadata: {name: odd, namespace: default}\nspec: {image: 'x:latest'}\n");
            Assert.Equal(0, code);
            Assert.Contains("Warning: spec.image: latest moves; name a version", text, StringComparison.Ordinal);
        }
        finally
        {
            File.Delete(kubeconfig);
        }
    }

    private static async Task<(int Code, string Errors)> ApplyAsync(string kubectl, string kubeconfig, string manifest)
    {
        using var process = Process.Start(new ProcessStartInfo(kubectl, ["--kubeconfig", kubeconfig, "apply", "-f", "-"])
        {
            RedirectStandardInput = true,
            RedirectStandardError = true,
            RedirectStandardOutput = true,
        })!;
        await process.StandardInput.WriteAsync(manifest.AsMemory(), Cancellation);
        process.StandardInput.Close();
        var output = process.StandardOutput.ReadToEndAsync(Cancellation);
        var errors = await process.StandardError.ReadToEndAsync(Cancellation);
        await output;
        await process.WaitForExitAsync(Cancellation);
        return (process.ExitCode, errors);
    }
}
