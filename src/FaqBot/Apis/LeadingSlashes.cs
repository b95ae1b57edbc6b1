namespace FaqBot.Apis;

/// <summary>Takes several slashes at the beginning of a path for one: clients put an address that ends with a slash before a path that
/// begins with one.</summary>
/// <remarks>Before routing, which would find nothing.</remarks>
internal sealed class LeadingSlashes : IStartupFilter
{
    public Action<IApplicationBuilder> Configure(Action<IApplicationBuilder> next) => app =>
    {
        app.Use((context, following) =>
        {
            if (context.Request.Path.Value is ['/', '/', ..] path)
            {
                context.Request.Path = "/" + path.TrimStart('/');
            }

            return following(context);
        });
        next(app);
    };
}
