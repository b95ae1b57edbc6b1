namespace FaqBot.Hosting;

/// <summary>Where the service finds its settings and its page, and where it listens unless told.</summary>
internal static class ServiceFolder
{
    private const string DefaultAddress = "http://localhost:5080";

    private static readonly string[] AddressKeys = ["urls", "http_ports", "https_ports", "Kestrel:Endpoints"];

    /// <summary>Starts to build a service whose files lie beside the program, from whatever folder it was started.</summary>
    /// <param name="args">The command line.</param>
    /// <returns>The builder.</returns>
    public static WebApplicationBuilder CreateBuilder(string[] args)
    {
        WebApplicationBuilder builder = WebApplication.CreateBuilder(
            new WebApplicationOptions { Args = args, ContentRootPath = AppContext.BaseDirectory });

        builder.Configuration.AddSecretFiles();

        // A build, unlike a published folder, has the page's files still in the project.
        builder.WebHost.UseStaticWebAssets();

        builder.Logging.AddStartLog();

        // Not in appsettings.json, which would win over ASPNETCORE_URLS.
        if (!AddressKeys.Any(key => builder.Configuration.GetSection(key).Exists()))
        {
            builder.WebHost.UseUrls(DefaultAddress);
        }

        return builder;
    }
}
