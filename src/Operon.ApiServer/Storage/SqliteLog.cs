using Microsoft.Data.Sqlite;

namespace Operon.ApiServer.Storage;

/// <summary>
/// The durable log: one row per live object plus the revision, in a SQLite database in WAL mode with synchronous=FULL. One transaction per batch
/// of writes, so that the cost of the disk is shared by all writes that waited meanwhile.
/// </summary>
internal sealed class SqliteLog : IDurableLog
{
    private const int SqliteBusy = 5;
    private readonly SqliteConnection _connection;

    public SqliteLog(string path)
    {
        _connection = new SqliteConnection(new SqliteConnectionStringBuilder { DataSource = path, Pooling = false, DefaultTimeout = 2 }.ToString());
        try
        {
            _connection.Open();
            Execute("PRAGMA locking_mode=EXCLUSIVE");
            Execute("PRAGMA journal_mode=WAL");
            Execute("PRAGMA synchronous=FULL");
        }
        catch (SqliteException error) when (error.SqliteErrorCode == SqliteBusy)
        {
            _connection.Dispose();
            throw new IOException($"{path} is in use by another API server; stop it or choose another data directory.", error);
        }

        Execute("CREATE TABLE IF NOT EXISTS objects(resource TEXT NOT NULL, namespace TEXT NOT NULL, name TEXT NOT NULL, revision INTEGER NOT NULL, value BLOB NOT NULL, PRIMARY KEY(resource, namespace, name)) WITHOUT ROWID");
        Execute("CREATE TABLE IF NOT EXISTS store(id INTEGER PRIMARY KEY CHECK(id = 1), revision INTEGER NOT NULL)");
        Execute("INSERT OR IGNORE INTO store(id, revision) VALUES(1, 0)");
    }

    public long Load(Action<string, string, string, long, byte[]> onObject)
    {
        using (var select = _connection.CreateCommand())
        {
            select.CommandText = "SELECT resource, namespace, name, revision, value FROM objects";
            using var reader = select.ExecuteReader();
            while (reader.Read())
            {
                onObject(reader.GetString(0), reader.GetString(1), reader.GetString(2), reader.GetInt64(3), reader.GetFieldValue<byte[]>(4));
            }
        }

        using var revision = _connection.CreateCommand();
        revision.CommandText = "SELECT revision FROM store";
        return (long)revision.ExecuteScalar()!;
    }

    public void Write(IReadOnlyList<StoreEvent> changes, long revision)
    {
        using var transaction = _connection.BeginTransaction();
        using var put = _connection.CreateCommand();
        put.Transaction = transaction;
        put.CommandText = "INSERT INTO objects VALUES($resource, $namespace, $name, $revision, $value) ON CONFLICT DO UPDATE SET revision = excluded.revision, value = excluded.value";
        using var delete = _connection.CreateCommand();
        delete.Transaction = transaction;
        delete.CommandText = "DELETE FROM objects WHERE resource = $resource AND namespace = $namespace AND name = $name";

        foreach (var change in changes)
        {
            var command = change.Type == StoreEventType.Deleted ? delete : put;
            command.Parameters.Clear();
            command.Parameters.AddWithValue("$resource", change.Object.Resource);
            command.Parameters.AddWithValue("$namespace", change.Object.Namespace);
            command.Parameters.AddWithValue("$name", change.Object.Name);
            if (command == put)
            {
                command.Parameters.AddWithValue("$revision", change.Revision);
                command.Parameters.AddWithValue("$value", change.Object.Json);
            }

            command.ExecuteNonQuery();
        }

        using var mark = _connection.CreateCommand();
        mark.Transaction = transaction;
        mark.CommandText = "UPDATE store SET revision = $revision";
        mark.Parameters.AddWithValue("$revision", revision);
        mark.ExecuteNonQuery();
        transaction.Commit();
    }

    public void Dispose() => _connection.Dispose();

    private void Execute(string sql)
    {
        using var command = _connection.CreateCommand();
#pragma warning disable CA2100 // Only literals of this file arrive here.
        command.CommandText = sql;
#pragma warning restore CA2100
        command.ExecuteNonQuery();
    }
}
