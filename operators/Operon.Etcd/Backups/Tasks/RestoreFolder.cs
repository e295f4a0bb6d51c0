namespace Operon.Etcd.Backups.Tasks;

/// <summary>
/// The volume of a member while it is restored: the snapshot and the directory made of it are in <c>restore</c>, and only a complete directory becomes
/// <c>data</c>, in one rename.
/// </summary>
internal sealed class RestoreFolder(string root)
{
    public const string WorkName = "restore";
    public const string SnapshotName = "snapshot.db";
    public const string DataName = "data";
    private const string Placeholder = "placeholder.snapshot";

    private string Work => Path.Combine(root, WorkName);

    private string Data => Path.Combine(root, DataName);

    /// <summary>Whether a restore was finished here, or etcd has run here.</summary>
    public bool HasData => Directory.Exists(Path.Combine(Data, "member"));

    /// <summary>An empty file for the snapshot; what an earlier try left goes.</summary>
    public FileStream CreateSnapshot()
    {
        if (Directory.Exists(Work))
        {
            Directory.Delete(Work, recursive: true);
        }

        Directory.CreateDirectory(Work);
        return new FileStream(Path.Combine(Work, SnapshotName), FileMode.CreateNew, FileAccess.Write, FileShare.None, bufferSize: 0, FileOptions.Asynchronous);
    }

    /// <summary>
    /// A snapshot with nothing in it. The restore tool, whose image has no shell to ask whether there is anything to do, makes a directory of it that
    /// <see cref="Adopt"/> throws away.
    /// </summary>
    public async Task WritePlaceholderAsync(CancellationToken cancellationToken)
    {
        await using var snapshot = CreateSnapshot();
        await using var placeholder = typeof(RestoreFolder).Assembly.GetManifestResourceStream(Placeholder)!;
        await placeholder.CopyToAsync(snapshot, cancellationToken);
    }

    /// <summary>Moves the restored directory to its place, unless there is data already.</summary>
    public void Adopt()
    {
        if (!HasData)
        {
            var restored = Path.Combine(Work, DataName);
            if (!Directory.Exists(Path.Combine(restored, "member")))
            {
                throw new IOException($"{restored} is not a data directory: the restore tool did not finish");
            }

            if (Directory.Exists(Data))
            {
                Directory.Delete(Data, recursive: true);
            }

            Directory.Move(restored, Data);
        }

        if (Directory.Exists(Work))
        {
            Directory.Delete(Work, recursive: true);
        }
    }
}
