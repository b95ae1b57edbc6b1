namespace FaqBot.Hosting;

/// <summary>Serves the chat page out of <c>wwwroot</c>.</summary>
internal static class ChatPage
{
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
