using System.Diagnostics;
using System.Net.Sockets;
using System.Security.Cryptography;
using Operon.Etcd.Stores;
using Operon.Etcd.Stores.Azure;
using Operon.Etcd.Stores.S3;
using Operon.Etcd.Tests.Membership;
using Xunit;

namespace Operon.Etcd.Tests.Stores;

/// <summary>Real servers of the protocols of Amazon and Azure, as <c>eng/object-stores.sh</c> installs them. Shared by the tests of a collection.</summary>
public sealed class ObjectStoreServers : IAsyncLifetime
{
    private const string AzureName = "devstoreaccount1";
    private static readonly byte[] _azureKey = RandomNumberGenerator.GetBytes(64);

    private readonly List<Process> _processes = [];
    private readonly string _folder = Directory.CreateTempSubdirectory("operon-stores-").FullName;
    private int _s3Port;
    private int _azurePort;

    /// <summary>Endpoint of the S3 server; its bucket is <c>backups</c>, its keys are <c>S3RVER</c> twice.</summary>
    public string S3Endpoint => $"http://127.0.0.1:{_s3Port}";

    internal IObjectStore S3(string accessKey = "S3RVER", string bucket = "backups") => new S3Store(
        StoreHttp.Create(null, TimeProvider.System),
        S3Location.For(bucket, S3Endpoint, null, forcePathStyle: true),
        new FixedS3Credentials(new S3Credentials(accessKey, "S3RVER", null)));

    internal IObjectStore Azure(byte[]? key = null, string container = "backups") => new AzureStore(
        StoreHttp.Create(null, TimeProvider.System),
        new AzureAccount(AzureName, key ?? _azureKey, new Uri($"http://127.0.0.1:{_azurePort}/{AzureName}")),
        container);

    /// <inheritdoc/>
    public async ValueTask InitializeAsync()
    {
        var programs = await ProgramsAsync();
        _s3Port = EtcdProcess.FreePort();
        _azurePort = EtcdProcess.FreePort();
        Start(Path.Combine(programs, "s3rver"), [], "--directory", Path.Combine(_folder, "s3"), "--address", "127.0.0.1", "--port", $"{_s3Port}", "--configure-bucket", "backups", "--no-vhost-buckets", "--silent");
        Start(
            Path.Combine(programs, "azurite-blob"),
            new() { ["AZURITE_ACCOUNTS"] = $"{AzureName}:{Convert.ToBase64String(_azureKey)}" },
            "--location", Path.Combine(_folder, "azure"), "--blobHost", "127.0.0.1", "--blobPort", $"{_azurePort}", "--silent", "--skipApiVersionCheck", "--disableTelemetry");
        await AcceptsAsync(_s3Port);
        await AcceptsAsync(_azurePort);
        await CreateContainerAsync();
    }

    /// <inheritdoc/>
    public async ValueTask DisposeAsync()
    {
        foreach (var process in _processes)
        {
            process.Kill(entireProcessTree: true);
            await process.WaitForExitAsync();
            process.Dispose();
        }

        Directory.Delete(_folder, recursive: true);
    }

    private void Start(string program, Dictionary<string, string> environment, params string[] arguments)
    {
        var start = new ProcessStartInfo(program) { RedirectStandardOutput = true, RedirectStandardError = true };
        foreach (var argument in arguments)
        {
            start.ArgumentList.Add(argument);
        }

        foreach (var (name, value) in environment)
        {
            start.Environment[name] = value;
        }

        var process = Process.Start(start)!;
        process.OutputDataReceived += (_, _) => { };
        process.ErrorDataReceived += (_, _) => { };
        process.BeginOutputReadLine();
        process.BeginErrorReadLine();
        _processes.Add(process);
    }

    private async Task CreateContainerAsync()
    {
        using var http = StoreHttp.Create(null, TimeProvider.System);
        using var store = (AzureStore)Azure();
        await http.SendAndForgetAsync(
            "create the container", () => store.Make(HttpMethod.Put, store.Address("").With(("restype", "container"))), TestContext.Current.CancellationToken);
    }

    private static async Task AcceptsAsync(int port)
    {
        using var limit = new CancellationTokenSource(TimeSpan.FromSeconds(60));
        while (true)
        {
            try
            {
                using var client = new TcpClient();
                await client.ConnectAsync("127.0.0.1", port, limit.Token);
                return;
            }
            catch (SocketException)
            {
                await Task.Delay(100, limit.Token);
            }
        }
    }

    private static async Task<string> ProgramsAsync()
    {
        var folder = new DirectoryInfo(AppContext.BaseDirectory);
        while (!File.Exists(Path.Combine(folder!.FullName, "Operon.slnx")))
        {
            folder = folder.Parent;
        }

        using var script = Process.Start(new ProcessStartInfo(Path.Combine(folder.FullName, "eng/object-stores.sh")) { RedirectStandardOutput = true, RedirectStandardError = true })!;
        var error = script.StandardError.ReadToEndAsync();
        var output = await script.StandardOutput.ReadToEndAsync();
        await script.WaitForExitAsync();
        return script.ExitCode == 0 ? output.Trim() : throw new InvalidOperationException($"eng/object-stores.sh failed: {await error}");
    }
}

/// <summary>Tests that share the servers.</summary>
[CollectionDefinition(nameof(SharedObjectStores))]
public sealed class SharedObjectStores : ICollectionFixture<ObjectStoreServers>;
