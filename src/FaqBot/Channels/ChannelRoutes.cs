using FaqBot.Channels.BotFramework;
using FaqBot.Channels.BotFramework.Settings;
using FaqBot.Channels.DirectLine;
using FaqBot.Channels.Widget;

namespace FaqBot.Channels;

/// <summary>The channels that people talk through, and the service's pages.</summary>
internal static class ChannelRoutes
{
    public static IServiceCollection AddChannels(this IServiceCollection services, BotOptions bot) => services
        .AddBot(bot)
        .AddDirectLine()
        .AddPages();

    public static void MapChannels(this WebApplication app)
    {
        app.UsePages();
        app.MapPage("/similarity", "similarity.html");
        app.MapPage("/widget", "widget.html");
        app.MapPage("/admin", "admin.html");
        app.MapWidget();
        app.MapBot();
        app.MapDirectLine();
    }
}
