using FaqBot;
using FaqBot.Admin;
using FaqBot.Api;
using FaqBot.Api.Health;
using FaqBot.Apis;
using FaqBot.Channels;
using FaqBot.Engine;
using FaqBot.Hosting;
using FaqBot.Http;
using FaqBot.Http.Limits;
using FaqBot.Jobs;
using FaqBot.Metrics;

if (args is ["--health", string address]) { return await HealthProbe.RunAsync(address, Console.Error); }
if (CommandHelp.TryAnswer(args, Console.Out)) { return 0; }

WebApplicationBuilder builder = ServiceFolder.CreateBuilder(args);
if (!FaqBotOptions.TryRead(builder.Configuration, Console.Error, out FaqBotOptions? options))
{
    return 2;
}

EncoderLoading encoder = EncoderLoading.Begin(options.Encoder);
builder.WebHost.LimitConnections(options.Http, options.Connections);
builder.Services
    .AddSections(options)
    .AddSingleton(TimeProvider.System)
    .AddWireJson()
    .AddEngine(encoder)
    .AddJobs()
    .AddPrometheus()
    .AddHealth()
    .AddCrossOrigin(options.Http)
    .AddRequestRates()
    .AddApi()
    .AddForeignApis()
    .AddChannels(options.Bot)
    .AddAdmin()
    .AddExceptionHandler<Faults>()
    .AddProblems()
    .AddOpenApi();

WebApplication app = builder.Build();
app.UseRequestIds();
app.UseSecurityHeaders();
app.UseTrustedProxies();
app.UseProbeVerbs();
app.UseCrossOrigin();
app.UseExceptionHandler();
app.UseStatusCodePages();
app.UseRequestRates();
app.MapChannels();
app.MapApi();
app.MapForeignApis();
app.MapAdmin();
app.MapMetrics();
app.MapOpenApi();
return await app.RunToEndAsync();
