using System.Globalization;
using System.Threading.RateLimiting;
using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.RateLimiting;

namespace FaqBot.Http.Limits;

/// <summary>Limits how many requests one caller sends to the routes; files, health and metrics are not counted.</summary>
internal static class RequestRates
{
    public static IServiceCollection AddRequestRates(this IServiceCollection services)
    {
        services.AddSingleton<RequestSources>().AddSingleton<ReplicaCount>().AddSingleton<SharedRates>()
            .AddRateLimiter(_ => { });
        services.AddOptions<RateLimiterOptions>().Configure<LimitOptions, RequestSources, SharedRates>(
            (limiter, options, sources, shared) =>
        {
            limiter.GlobalLimiter = Create(options, sources, shared);
            limiter.OnRejected = RefuseAsync;
        });
        return services;
    }

    /// <summary>Counts requests.</summary>
    public static void UseRequestRates(this IApplicationBuilder app)
    {
        if (app.ApplicationServices.GetRequiredService<LimitOptions>().Enabled)
        {
            app.UseRateLimiter();
        }
    }

    private static PartitionedRateLimiter<HttpContext> Create(
        LimitOptions options, RequestSources sources, SharedRates shared) =>
        PartitionedRateLimiter.Create<HttpContext, RequestSource>(context =>
        {
            RequestSource source = context.GetEndpoint() is null ? default : sources.Of(context);
            int perMinute = source.Kind switch
            {
                SourceKind.Key => options.KeyPerMinute,
                SourceKind.Token => options.TokenPerMinute,
                SourceKind.Address => options.AddressPerMinute,
                _ => 0,
            };
            return perMinute == 0
                ? RateLimitPartition.GetNoLimiter(source)
                : shared.PartitionOf(source, perMinute, (int)(perMinute * options.Burst.TotalMinutes));
        });

    private static async ValueTask RefuseAsync(OnRejectedContext rejected, CancellationToken cancellationToken)
    {
        HttpContext http = rejected.HttpContext;
        TimeSpan wait = rejected.Lease.TryGetMetadata(MetadataName.RetryAfter, out TimeSpan left) ? left : TimeSpan.Zero;
        string seconds = Math.Max(1, Math.Ceiling(wait.TotalSeconds)).ToString(CultureInfo.InvariantCulture);
        http.Response.Headers.RetryAfter = seconds;
        http.Response.StatusCode = StatusCodes.Status429TooManyRequests;
        ProblemDetails problem = new()
        {
            Status = StatusCodes.Status429TooManyRequests,
            Title = "Too many requests.",
            Detail = $"Found more requests than one caller may send; wait {seconds} s. FaqBot:Limits says how many.",
        };
        await http.RequestServices.GetRequiredService<IProblemDetailsService>().WriteAsync(
            new ProblemDetailsContext { HttpContext = http, ProblemDetails = problem.WithCode(FaultCode.TooManyRequests) });
    }
}
