namespace FaqBot.Jobs;

/// <summary>The board of jobs, and the jobs on models.</summary>
internal static class JobServices
{
    public static IServiceCollection AddJobs(this IServiceCollection services) => services
        .AddSingleton<JobBoard>()
        .AddSingleton(provider => new ModelJobs(
            provider.GetRequiredService<LibraryOptions>(),
            provider.GetRequiredService<JobBoard>(),
            Environment.GetEnvironmentVariable,
            provider.GetRequiredService<TimeProvider>()));
}
