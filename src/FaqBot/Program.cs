using FaqBot;
using FaqBot.Admin;
using FaqBot.Api.Asking;
using FaqBot.Api.Feedbacks;
using FaqBot.Api.Health;
using FaqBot.Api.KnowledgeBases;
using FaqBot.Api.Similarity;
using FaqBot.Api.Suggesting;
using FaqBot.Apis.CustomQuestionAnswering;
using FaqBot.Apis.Embedding;
using FaqBot.Apis.OpenAi;
using FaqBot.Apis.QnaMaker;
using FaqBot.Apis.Tei;
using FaqBot.Channels.BotFramework;
using FaqBot.Channels.DirectLine;
using FaqBot.Channels.Widget;
using FaqBot.Core.Spans;
using FaqBot.Engine;
using FaqBot.Hosting;
using FaqBot.Http;
using FaqBot.Http.Keys;
using FaqBot.Http.Limits;
using FaqBot.Jobs;
using FaqBot.Metrics;

if (args is ["--health", string address])
{
    return await HealthProbe.RunAsync(address, Console.Error);
}

FaqBotOptions options;
WebApplicationBuilder builder = ServiceFolder.CreateBuilder(args);
try
{
    options = FaqBotOptions.Read(builder.Configuration);
}
catch (InvalidOptionsException exception)
{
    await Console.Error.WriteLineAsync(exception.Message);
    return 2;
}

EncoderLoading encoder = EncoderLoading.Begin(options);
builder.WebHost.ConfigureKestrel(kestrel =>
{
    kestrel.AddServerHeader = false;
    kestrel.Limits.MaxRequestBodySize = options.Http.MaxBodyBytes;
    options.Connections.Apply(kestrel.Limits);
});
builder.Services
    .AddSingleton(options)
    .AddSingleton(encoder)
    .AddSingleton(options.Answering)
    .AddSingleton(options.Channels)
    .AddSingleton(TimeProvider.System)
    .AddSingleton<AskRequestReader>()
    .AddSingleton<EndpointGate>()
    .AddSingleton<GenerateAnswerReader>()
    .AddSingleton<ProjectQueryReader>()
    .AddSingleton<AnswerSpanFinder>()
    .AddSingleton<ShortAnswers>()
    .AddSingleton<JobBoard>()
    .AddSingleton(services => new ModelJobs(
        options.Models, services.GetRequiredService<JobBoard>(), Environment.GetEnvironmentVariable, services.GetRequiredService<TimeProvider>()))
    .AddSingleton<AnsweringEngine>()
    .AddSingleton<EngineLoader>()
    .AddHostedService(services => services.GetRequiredService<EngineLoader>())
    .AddSingleton<MetricsListener>()
    .AddSingleton(new Turns(options.Encoder.WaitingTexts))
    .AddBot(options.Bot)
    .AddCrossOrigin(options)
    .AddPages()
    .AddRequestRates()
    .AddDirectLine(options)
    .AddExceptionHandler<Faults>()
    .AddSingleton<IProblemDetailsWriter, OpenAiErrorWriter>()
    .AddSingleton<IProblemDetailsWriter, TeiErrorWriter>()
    .AddSingleton<IProblemDetailsWriter, QnaMakerErrorWriter>()
    .AddSingleton<IProblemDetailsWriter, LanguageErrorWriter>()
    .AddProblemDetails(problems => problems.CustomizeProblemDetails = ProblemMembers.Complete)
    .AddSingleton<IProblemDetailsWriter, LastProblemWriter>()
    .ConfigureHttpJsonOptions(json => WireJson.Configure(json.SerializerOptions))
    .AddOpenApi();

WebApplication app = builder.Build();
app.UseRequestIds();
app.UseSecurityHeaders();
app.UseTrustedProxies();
app.UseCrossOrigin();
app.UseExceptionHandler();
app.UseStatusCodePages();
app.UseRequestRates();
app.UsePages();
app.MapAsk();
app.MapSuggest();
app.MapFeedback();
app.MapBot();
app.MapKnowledgeBases();
app.MapSimilarity();
app.MapPage("/similarity", "similarity.html");
app.MapPage("/widget", "widget.html");
app.MapWidget();
app.MapOpenAi();
app.MapTei();
app.MapQnaMaker();
app.MapCustomQuestionAnswering();
app.MapDirectLine();
app.MapMetrics();
app.MapModelSwitch();
app.MapModels();
app.MapHealth();
app.MapOpenApi();
return await app.RunToEndAsync();
