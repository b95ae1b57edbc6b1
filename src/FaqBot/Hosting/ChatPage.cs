using FaqBot.Installation;

namespace FaqBot.Hosting;

/// <summary>Serves the chat page out of <c>wwwroot</c>.</summary>
internal static class ChatPage
{
    private const string Folder = "wwwroot";

    /// <summary>The folder that holds <c>wwwroot</c> and <c>appsettings.json</c>, wherever the program is started from.</summary>
    /// <returns>That of the published program; else that of the project; else null for the working folder.</returns>
    public static string? FindContentRoot()
    {
        string project = Path.Combine(HomeFolder.Find(), "src", "FaqBot");
        return Directory.Exists(Path.Combine(AppContext.BaseDirectory, Folder)) ? AppContext.BaseDirectory
            : Directory.Exists(Path.Combine(project, Folder)) ? project
            : null;
    }

    public static void UseChatPage(this IApplicationBuilder app)
    {
        app.UseDefaultFiles();
        app.UseStaticFiles(new StaticFileOptions
        {
            // The modules' names carry no hash: a browser must ask whether they changed, or it would mix two releases.
            OnPrepareResponse = file => file.Context.Response.Headers.CacheControl = "no-cache",
        });
    }
}
