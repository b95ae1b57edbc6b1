using System.Diagnostics;
using System.Globalization;

namespace FaqBot.Testing;

/// <summary>A PostgreSQL of the tests' own, in a temporary folder, on a port of its own.</summary>
/// <remarks>
/// The server refuses to run as root, so there it runs as the user that Debian's package makes. Its data is gone with it, so it need not
/// wait for a disk.
/// </remarks>
public sealed class PostgresServer : IAsyncDisposable
{
    private const string User = "postgres";

    private static readonly string Programs = Directory.Exists("/usr/lib/postgresql")
        ? Directory.GetDirectories("/usr/lib/postgresql").Select(folder => Path.Combine(folder, "bin"))
            .Where(folder => File.Exists(Path.Combine(folder, "initdb"))).Order(StringComparer.Ordinal).LastOrDefault() ?? ""
        : "";

    private readonly string _folder = Directory.CreateTempSubdirectory("faqbot-postgres").FullName;
    private readonly string[] _settings;

    private PostgresServer(string[] settings) => _settings = settings;

    /// <summary>The port that it listens on.</summary>
    public int Port { get; } = FreePort.Find();

    /// <summary>The folder of its data.</summary>
    public string Data => Path.Combine(_folder, "data");

    /// <summary>Starts one, without any database of ours.</summary>
    /// <param name="settings">Settings of its own, such as <c>max_connections=20</c>.</param>
    public static async Task<PostgresServer> StartAsync(params string[] settings)
    {
        PostgresServer server = new(settings);
        if (Programs.Length == 0)
        {
            Assert.Fail("PostgreSQL is missing: run ./test.sh, or install it (apt-get install postgresql).");
        }

        await RunAsync("chmod", "777", server._folder);
        await server.RunAsUserAsync(
            "initdb", "--pgdata", server.Data, "--username", User, "--auth", "trust", "--encoding", "UTF8", "--locale", "C.UTF-8",
            "--no-sync");
        await server.StartAgainAsync();
        return server;
    }

    /// <summary>Starts one on a base backup, which recovers as the settings say.</summary>
    /// <param name="copy">The base backup.</param>
    /// <param name="settings">Lines of its configuration.</param>
    public static async Task<PostgresServer> StartOnAsync(string copy, params string[] settings)
    {
        PostgresServer server = new([]);
        await RunAsync("chmod", "777", server._folder);
        await server.RunAsUserAsync("/bin/cp", "-a", copy, server.Data);
        await server.RunAsUserAsync("/usr/bin/touch", Path.Combine(server.Data, "recovery.signal"));
        await server.ConfigureAsync(settings);
        await server.StartAgainAsync();
        return server;
    }

    /// <summary>Adds lines to its configuration, which count from its next start on.</summary>
    public Task ConfigureAsync(params string[] lines) =>
        File.AppendAllLinesAsync(Path.Combine(Data, "postgresql.conf"), lines, TestContext.Current.CancellationToken);

    /// <summary>Lets the server's user write into a folder.</summary>
    public async Task OpenToServerAsync(string folder)
    {
        Assert.True(Directory.Exists(Data));
        await RunAsync("chmod", "-R", "777", folder);
    }

    /// <summary>What leads to a database.</summary>
    public string ConnectionString(string database, string? host = null, int? port = null) => string.Create(
        CultureInfo.InvariantCulture,
        $"Host={host ?? "127.0.0.1"};Port={port ?? Port};Username={User};Database={database}");

    /// <summary>Makes a database.</summary>
    /// <returns>What leads to it.</returns>
    public async Task<string> CreateDatabaseAsync(string? name = null)
    {
        name ??= $"faq_{Guid.NewGuid().ToString("N")[..12]}";
        await AskAsync("postgres", $"CREATE DATABASE {name}");
        return ConnectionString(name);
    }

    /// <summary>Runs a statement by psql and gives what it prints, unaligned.</summary>
    public async Task<string> AskAsync(string database, string sql) => (await RunAsync(
        Path.Combine(Programs, "psql"), "-h", "127.0.0.1", "-p", Port.ToString(CultureInfo.InvariantCulture), "-U", User, "-d", database,
        "-v", "ON_ERROR_STOP=1", "-At", "-c", sql)).TrimEnd('\n');

    /// <summary>Starts on the same port, with what it held.</summary>
    public async Task StartAgainAsync()
    {
        string[] settings = ["listen_addresses=127.0.0.1", $"port={Port}", $"unix_socket_directories={_folder}", "fsync=off", .. _settings];
        await RunAsUserAsync(
            "pg_ctl", "--pgdata", Data, "--wait", "--timeout", "60", "--log", Path.Combine(_folder, "log"), "--options",
            string.Join(' ', settings.Select(setting => $"-c {setting}")), "start");
    }

    /// <summary>Stops it: those who are connected are thrown out.</summary>
    public Task StopAsync() => RunAsUserAsync("pg_ctl", "--pgdata", Data, "--mode", "fast", "--wait", "stop");

    /// <summary>Ends it as a lost machine ends.</summary>
    public Task KillAsync() => RunAsUserAsync("pg_ctl", "--pgdata", Data, "--mode", "immediate", "--wait", "stop");

    /// <summary>Runs one of the server's own programs as its user.</summary>
    public Task<string> RunAsUserAsync(string program, params string[] arguments) => Environment.UserName == "root"
        ? RunAsync(
            "setpriv", ["--reuid", User, "--regid", User, "--clear-groups", "--", Path.Combine(Programs, program), .. arguments])
        : RunAsync(Path.Combine(Programs, program), arguments);

    /// <inheritdoc />
    public async ValueTask DisposeAsync()
    {
        if (File.Exists(Path.Combine(Data, "postmaster.pid")))
        {
            await KillAsync();
        }

        Directory.Delete(_folder, recursive: true);
    }

    private static async Task<string> RunAsync(string program, params string[] arguments)
    {
        ProcessStartInfo start = new(program, arguments)
        {
            RedirectStandardOutput = true,
            RedirectStandardError = true,
            WorkingDirectory = "/",
        };
        using Process process = Process.Start(start)!;

        // A started server keeps what it was given open: pg_ctl's end is what counts, not that of its output.
        Task<string> output = arguments.Contains("start") ? Task.FromResult("") : process.StandardOutput.ReadToEndAsync();
        Task<string> errors = arguments.Contains("start") ? Task.FromResult("see its log") : process.StandardError.ReadToEndAsync();
        await process.WaitForExitAsync();
        Assert.True(process.ExitCode == 0, $"{program} {string.Join(' ', arguments)} failed: {await errors}");
        return await output;
    }
}
