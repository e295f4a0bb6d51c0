using System.Reflection;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.DependencyInjection.Extensions;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Logging.Console;
using Operon.Kubernetes;

namespace Operon.Runtime;

/// <summary>Builds an <see cref="OperatorHost"/>: services, configuration and logging as in ASP.NET Core, and the controllers.</summary>
public sealed class OperatorHostBuilder : OperatorClusterBuilder
{
    private readonly HostApplicationBuilder _builder;
    private readonly List<ClusterRegistration> _clusters;
    private readonly List<string> _problems;
    private readonly bool _asksForHelp;

    internal OperatorHostBuilder(string[] arguments)
        : this(arguments, Create(arguments, out var parsed), parsed, new ClusterRegistration(ClusterRegistration.Primary))
    {
    }

    private OperatorHostBuilder(string[] arguments, HostApplicationBuilder builder, OperatorArguments parsed, ClusterRegistration primary)
        : base(builder.Services, primary, new OperatorOptions { Name = DefaultName(builder.Environment.ApplicationName) })
    {
        _builder = builder;
        _clusters = [primary];
        _asksForHelp = parsed.AsksForHelp;
        _problems = [.. parsed.Problems, .. OperatorOptionsReader.Read(builder.Configuration, Options)];
        builder.Logging.AddConfiguration(builder.Configuration.GetSection("Logging"));
    }

    /// <summary>appsettings.json, the environment and the command line, to which sources may be added.</summary>
    public IConfigurationManager Configuration => _builder.Configuration;

    /// <summary>Logging; the console is there already.</summary>
    public ILoggingBuilder Logging => _builder.Logging;

    /// <summary>Name of the environment (<c>DOTNET_ENVIRONMENT</c>) and of the program.</summary>
    public IHostEnvironment Environment => _builder.Environment;

    /// <summary>Health checks, meters and paths to add to the endpoints.</summary>
    public OperatorEndpoints Endpoints { get; } = new();

    /// <summary>
    /// Adds a cluster beside the primary one. Its controllers run while this replica leads. Its client and manager are services keyed by
    /// <paramref name="name"/>.
    /// </summary>
    public OperatorClusterBuilder AddCluster(string name, Func<OperatorOptions, KubernetesClientOptions> connection)
    {
        ArgumentException.ThrowIfNullOrEmpty(name);
        if (_clusters.Any(cluster => cluster.Name == name))
        {
            throw new ArgumentException($"There is a cluster named '{name}' already.", nameof(name));
        }

        var registration = new ClusterRegistration(name) { Connection = connection, Namespaces = [] };
        _clusters.Add(registration);
        Services.AddKeyedSingleton(name, (services, _) => services.GetRequiredService<OperatorClusters>().Get(name).Manager);
        Services.AddKeyedSingleton(name, (services, _) => services.GetRequiredService<OperatorClusters>().Get(name).Manager.Client);
        return new OperatorClusterBuilder(Services, registration, Options);
    }

    /// <summary>Builds the host. Wrong options are said when it runs.</summary>
    public OperatorHost Build()
    {
        if (_asksForHelp)
        {
            return new OperatorHost(null, [], OperatorOptionsReader.Help(Options.Name));
        }

        _problems.AddRange(OperatorOptionsReader.Check(Options));
        if (_problems.Count > 0)
        {
            return new OperatorHost(null, _problems, null);
        }

        Logging.SetMinimumLevel(Options.LogLevel);

        // A failed start is said once, by whoever starts.
        Logging.AddFilter("Microsoft.Extensions.Hosting.Internal.Host", LogLevel.None);
        AddConsole();
        Services.AddSingleton<IHostLifetime, SignalLifetime>();
        Services.Configure<HostOptions>(host => host.ShutdownTimeout =
            Options.GracefulStopTimeout == Timeout.InfiniteTimeSpan ? Timeout.InfiniteTimeSpan : Options.GracefulStopTimeout + TimeSpan.FromSeconds(15));
        Services.TryAddSingleton(TimeProvider.System);
        Services.AddSingleton(Options);
        Services.AddSingleton(Endpoints);
        Services.AddSingleton(services => new OperatorClusters(
            _clusters, Options, services.GetRequiredService<ILoggerFactory>(), services.GetRequiredService<TimeProvider>()));
        Services.TryAddSingleton(services => services.GetRequiredService<OperatorClusters>().Primary.Manager);
        Services.TryAddSingleton(services => services.GetRequiredService<ControllerManager>().Client);
        Services.TryAddSingleton(services => services.GetRequiredService<ControllerManager>().Events(Options.Name));
        Services.TryAddSingleton(services => services.GetRequiredService<ControllerManager>().Health);
        Services.AddSingleton<OperatorService>();
        Services.AddHostedService(services => services.GetRequiredService<OperatorService>());
        return new OperatorHost(_builder.Build(), [], null);
    }

    private static HostApplicationBuilder Create(string[] arguments, out OperatorArguments parsed)
    {
        parsed = OperatorArguments.Parse(arguments);
        var builder = new HostApplicationBuilder(new HostApplicationBuilderSettings
        {
            DisableDefaults = true,
            ApplicationName = Assembly.GetEntryAssembly()?.GetName().Name ?? "operator",
            EnvironmentName = System.Environment.GetEnvironmentVariable("DOTNET_ENVIRONMENT") ?? Environments.Production,
        });
        builder.Configuration
            .AddJsonFile("appsettings.json", optional: true, reloadOnChange: false)
            .AddJsonFile($"appsettings.{builder.Environment.EnvironmentName}.json", optional: true, reloadOnChange: false)
            .AddEnvironmentVariables()
            .AddInMemoryCollection(OperatorArguments.FromEnvironment(System.Environment.GetEnvironmentVariables()))
            .AddCommandLine([.. parsed.Rest])
            .AddInMemoryCollection(parsed.Options);
        return builder;
    }

    private static string DefaultName(string program)
    {
        var name = string.Concat(program.ToLowerInvariant().Select(letter => char.IsAsciiLetterOrDigit(letter) ? letter : '-')).Trim('-');
        return name.Length == 0 ? "operator" : name;
    }

    private void AddConsole()
    {
        Services.AddSingleton<ConsoleFormatter, OperatorLogFormatter>();
        if (Options.LogFormat == LogFormat.Json)
        {
            Logging.AddConsole(console => console.FormatterName = OperatorLogFormatter.FormatterName);
        }
        else
        {
            Logging.AddSimpleConsole(console =>
            {
                console.SingleLine = true;
                console.TimestampFormat = "HH:mm:ss.fff ";
            });
        }
    }
}
