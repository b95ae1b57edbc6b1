using System.Diagnostics;
using System.Globalization;
using System.Net;
using System.Net.Sockets;

namespace FaqBot.Testing;

/// <summary>An nginx of one test's own, with the lines of configuration that the test is about.</summary>
public sealed class NginxServer : IAsyncDisposable
{
    private readonly TemporaryFolder _folder;
    private readonly Process _process;

    private NginxServer(TemporaryFolder folder, Process process, Uri address)
    {
        _folder = folder;
        _process = process;
        Address = address;
    }

    public Uri Address { get; }

    /// <summary>Starts a proxy.</summary>
    /// <param name="server">What stands within <c>server { }</c> besides where it listens.</param>
    /// <param name="http">What stands within <c>http { }</c> before the server.</param>
    /// <returns>The proxy, which listens.</returns>
    public static async Task<NginxServer> StartAsync(string server, string http = "")
    {
        TemporaryFolder folder = new();
        int port = FreePort.Find();
        string text = port.ToString(CultureInfo.InvariantCulture);
        return await StartAsync(folder, port, $$"""
            daemon off;
            pid {{folder.File("pid")}};
            error_log {{folder.File("error.log")}};
            events {}
            http {
              access_log {{folder.File("access.log")}};
              client_body_temp_path {{folder.File("body")}};
              proxy_temp_path {{folder.File("proxy")}};
              fastcgi_temp_path {{folder.File("fastcgi")}};
              uwsgi_temp_path {{folder.File("uwsgi")}};
              scgi_temp_path {{folder.File("scgi")}};
              {{http}}
              server {
                listen 127.0.0.1:{{text}};
                {{server}}
              }
            }
            """);
    }

    /// <summary>Starts a proxy with a whole configuration, whose paths are below a folder of its own.</summary>
    /// <param name="configuration">The configuration, for the port that it listens on.</param>
    /// <returns>The proxy, which listens.</returns>
    public static Task<NginxServer> StartWholeAsync(Func<int, string> configuration)
    {
        ArgumentNullException.ThrowIfNull(configuration);
        int port = FreePort.Find();
        return StartAsync(new TemporaryFolder(), port, configuration(port));
    }

    private static async Task<NginxServer> StartAsync(TemporaryFolder folder, int port, string configuration)
    {
        await File.WriteAllTextAsync(folder.File("nginx.conf"), configuration);
        Process process;
        try
        {
            process = Process.Start(new ProcessStartInfo("nginx", ["-p", folder.Path, "-c", folder.File("nginx.conf"), "-e", "stderr"]))!;
        }
        catch (System.ComponentModel.Win32Exception)
        {
            folder.Dispose();
            Assert.Fail("nginx is missing: run ./test.sh, or install it (apt-get install nginx-light).");
            throw;
        }

        await Eventually.IsTrueAsync(
            async () => !process.HasExited && await ListensAsync(port), $"nginx listens on port {port} (see its error above)");
        return new NginxServer(folder, process, new UriBuilder(Uri.UriSchemeHttp, "127.0.0.1", port).Uri);
    }

    public async ValueTask DisposeAsync()
    {
        if (!_process.HasExited)
        {
            // Its workers end with it when it is told, not when it is killed.
            using Process kill = Process.Start("kill", [_process.Id.ToString(CultureInfo.InvariantCulture)]);
            await kill.WaitForExitAsync();
            await _process.WaitForExitAsync();
        }

        _process.Dispose();
        _folder.Dispose();
    }

    private static async Task<bool> ListensAsync(int port)
    {
        try
        {
            using TcpClient client = new();
            await client.ConnectAsync(IPAddress.Loopback, port);
            return true;
        }
        catch (SocketException)
        {
            return false;
        }
    }
}
