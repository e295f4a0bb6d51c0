using System.Diagnostics;
using Microsoft.AspNetCore.Hosting;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;

namespace Operon.Runtime;

/// <summary>Collects the services of Kestrel, whose registration is an extension of the web host's builder, without a web host.</summary>
internal sealed class KestrelServices : IWebHostBuilder
{
    private readonly ServiceCollection _services = [];

    public KestrelServices()
    {
        _services.AddOptions().AddMetrics();
        _services.AddSingleton<DiagnosticSource>(new DiagnosticListener("Microsoft.AspNetCore"));
        this.UseKestrelCore();
    }

    public IServiceCollection Services => _services;

    public IWebHostBuilder ConfigureServices(Action<IServiceCollection> configureServices)
    {
        configureServices(_services);
        return this;
    }

    public IWebHostBuilder ConfigureServices(Action<WebHostBuilderContext, IServiceCollection> configureServices)
    {
        configureServices(new WebHostBuilderContext(), _services);
        return this;
    }

    public IWebHostBuilder ConfigureAppConfiguration(Action<WebHostBuilderContext, IConfigurationBuilder> configureDelegate) => this;

    public string? GetSetting(string key) => null;

    public IWebHostBuilder UseSetting(string key, string? value) => this;

#pragma warning disable ASPDEPR008 // A member of the interface; nothing is built.
    public IWebHost Build() => throw new NotSupportedException();
#pragma warning restore ASPDEPR008
}
