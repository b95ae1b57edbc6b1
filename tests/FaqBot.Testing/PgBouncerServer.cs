using System.Diagnostics;
using System.Globalization;

namespace FaqBot.Testing;

/// <summary>A pooler before a PostgreSQL of the tests, which lends its sessions to others after each transaction.</summary>
public sealed class PgBouncerServer : IAsyncDisposable
{
    private readonly TemporaryFolder _folder;
    private readonly Process _process;

    private PgBouncerServer(TemporaryFolder folder, Process process, int port)
    {
        _folder = folder;
        _process = process;
        Port = port;
    }

    /// <summary>The port that it listens on.</summary>
    public int Port { get; }

    /// <summary>Starts one.</summary>
    /// <param name="server">The server behind it.</param>
    /// <param name="sessions">How many sessions all clients of a database share.</param>
    public static async Task<PgBouncerServer> StartAsync(PostgresServer server, int sessions)
    {
        ArgumentNullException.ThrowIfNull(server);
        TemporaryFolder folder = new();
        int port = FreePort.Find();
        await File.WriteAllTextAsync(folder.File("users"), "\"postgres\" \"\"\n");
        await File.WriteAllTextAsync(folder.File("pgbouncer.ini"), string.Create(CultureInfo.InvariantCulture, $"""
            [databases]
            * = host=127.0.0.1 port={server.Port} user=postgres
            [pgbouncer]
            listen_addr = 127.0.0.1
            listen_port = {port}
            unix_socket_dir =
            auth_type = any
            auth_file = {folder.File("users")}
            pool_mode = transaction
            default_pool_size = {sessions}
            max_client_conn = 200
            logfile = {folder.File("log")}
            pidfile = {folder.File("pid")}
            """));
        using (Process open = Process.Start("chmod", ["-R", "777", folder.Path]))
        {
            await open.WaitForExitAsync();
        }

        string[] own = ["pgbouncer", "--quiet", folder.File("pgbouncer.ini")];
        Process process;
        try
        {
            process = Environment.UserName == "root"
                ? Process.Start("setpriv", ["--reuid", "postgres", "--regid", "postgres", "--clear-groups", "--", .. own])
                : Process.Start(own[0], own[1..]);
        }
        catch (System.ComponentModel.Win32Exception)
        {
            folder.Dispose();
            Assert.Fail("pgbouncer is missing: run ./test.sh, or install it (apt-get install pgbouncer).");
            throw;
        }

        await Eventually.IsTrueAsync(() => Task.FromResult(Listens(port)), "pgbouncer listens");
        return new PgBouncerServer(folder, process, port);
    }

    /// <inheritdoc />
    public async ValueTask DisposeAsync()
    {
        if (!_process.HasExited)
        {
            _process.Kill();
            await _process.WaitForExitAsync();
        }

        _process.Dispose();
        _folder.Dispose();
    }

    private static bool Listens(int port)
    {
        try
        {
            using System.Net.Sockets.TcpClient client = new();
            client.Connect(System.Net.IPAddress.Loopback, port);
            return true;
        }
        catch (System.Net.Sockets.SocketException)
        {
            return false;
        }
    }
}
