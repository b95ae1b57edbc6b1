using FaqBot;
using FaqBot.Access;
using FaqBot.Admin;
using FaqBot.Api;
using FaqBot.Api.Asking;
using FaqBot.Api.Health;
using FaqBot.Apis;
using FaqBot.Channels;
using FaqBot.Encoding.Running;
using FaqBot.Engine;
using FaqBot.Hosting;
using FaqBot.Http;
using FaqBot.Http.Bodies;
using FaqBot.Http.Limits;
using FaqBot.Jobs;
using FaqBot.Reference;
using FaqBot.Telemetry;

if (await Arguments.AnswerAsync(args, HealthProbe.RunAsync, Console.Out, Console.Error) is { } answered)
{
    return answered;
}

NativeHeap.KeepSmall();
WebApplicationBuilder builder = ServiceFolder.CreateBuilder(args);
if (!FaqBotOptions.TryRead(builder.Configuration, Console.Error, out FaqBotOptions? options))
{
    return Arguments.Invalid;
}

EncoderLoading encoder = EncoderLoading.Begin(options.Encoder);
builder.WebHost.LimitConnections(options.Http, options.Connections);
builder.Services
    .AddSections(options)
    .AddSingleton(TimeProvider.System)
    .AddEngine(encoder)
    .AddJobs()
    .AddTelemetry(builder.Configuration)
    .AddDoors(options.Http)
    .AddGradualEnd(options.Shutdown)
    .AddAccess(options.Access)
    .AddApi()
    .AddForeignApis()
    .AddChannels(options.Bot)
    .AddAdmin()
    .AddFaults()
    .AddProblems()
    .AddReference();

WebApplication app = builder.Build();
app.UseRequestIds();
app.UseGradualEnd();
app.UseSecurityHeaders();
app.UseTrustedProxies();
app.UseProbeVerbs();
app.UseCrossOrigin();
app.UseExceptionHandler();
app.UseStatusCodePages();
app.UseRequestRates();
app.UseRepeatedQuestions();
app.UseBodies();
app.UseAccess();
app.MapChannels();
app.MapApi();
app.MapForeignApis();
app.MapAdmin();
app.MapTelemetry();
app.MapReference();
return await app.RunToEndAsync();
