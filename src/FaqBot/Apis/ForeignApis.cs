using FaqBot.Apis.Authoring;
using FaqBot.Apis.CustomQuestionAnswering;
using FaqBot.Apis.CustomQuestionAnswering.Authoring;
using FaqBot.Apis.EndpointKeys;
using FaqBot.Apis.OpenAi;
using FaqBot.Apis.QnaMaker;
using FaqBot.Apis.QnaMaker.Authoring;
using FaqBot.Apis.Tei;
using FaqBot.Core.Spans;
using FaqBot.Core.Storage.Relational;
using FaqBot.Engine;
using FaqBot.Http;
using FaqBot.Http.Limits;

namespace FaqBot.Apis;

/// <summary>The routes of other services, whose clients can be pointed here.</summary>
internal static class ForeignApis
{
    public static IServiceCollection AddForeignApis(this IServiceCollection services) => services
        .AddSingleton<IStartupFilter, LeadingSlashes>()
        .AddSingleton(provider => new Turns(provider.GetRequiredService<ModelOptions>().WaitingTexts))
        .AddSingleton<IProblemDetailsWriter, OpenAiErrorWriter>().AddJson(OpenAiJson.Default)
        .AddSingleton<IProblemDetailsWriter, TeiErrorWriter>().AddJson(TeiJson.Default).AddSingleton<MatcherPolicy, PostedRoot>()
        .AddSingleton<EndpointGate>().AddSingleton<ICallerSource, EndpointKeyCallers>()
        .AddSingleton<GenerateAnswerReader>()
        .AddSingleton<IProblemDetailsWriter, QnaMakerErrorWriter>().AddJson(QnaMakerJson.Default)
        .AddSingleton<AuthoredBases>().AddSingleton<Operations>()
        .AddSingleton<Func<OperationTable>>(provider => () => provider.GetRequiredService<AuthoredBases>().Editing.Operations)
        .AddJson(QnaAuthoringJson.Default)
        .AddSingleton<ProjectQueryReader>().AddSingleton<AnswerSpanFinder>().AddSingleton<ShortAnswers>()
        .AddSingleton<IProblemDetailsWriter, LanguageErrorWriter>().AddJson(LanguageJson.Default).AddJson(ProjectJson.Default);

    public static void MapForeignApis(this IEndpointRouteBuilder routes)
    {
        routes.MapOpenAi();
        routes.MapTei();
        routes.MapQnaMaker();
        routes.MapQnaAuthoring();
        routes.MapCustomQuestionAnswering();
        routes.MapProjects();
    }
}
