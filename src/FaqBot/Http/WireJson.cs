using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.Json.Serialization;
using System.Text.Unicode;
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
using FaqBot.Channels.DirectLine;
using FaqBot.Core.Matching;
using FaqBot.Jobs;
using Microsoft.AspNetCore.Mvc;

namespace FaqBot.Http;

/// <summary>All types that leave as JSON, serialised by generated code.</summary>
[JsonSourceGenerationOptions(JsonSerializerDefaults.Web, UseStringEnumConverter = true, Converters = [typeof(DecisionConverter), typeof(JobStateConverter)])]
[JsonSerializable(typeof(AskRequest))]
[JsonSerializable(typeof(AskResponse))]
[JsonSerializable(typeof(SuggestResponse))]
[JsonSerializable(typeof(FeedbackRequest))]
[JsonSerializable(typeof(KnowledgeBaseList))]
[JsonSerializable(typeof(KnowledgeBaseSummary))]
[JsonSerializable(typeof(KnowledgeBaseModel))]
[JsonSerializable(typeof(ModelChoice))]
[JsonSerializable(typeof(JobStatus))]
[JsonSerializable(typeof(JobList))]
[JsonSerializable(typeof(ModelInventory))]
[JsonSerializable(typeof(PullRequest))]
[JsonSerializable(typeof(BuildRequest))]
[JsonSerializable(typeof(Liveness))]
[JsonSerializable(typeof(Readiness))]
[JsonSerializable(typeof(SimilarityRequest))]
[JsonSerializable(typeof(SimilarityResponse))]
[JsonSerializable(typeof(SimilarityList))]
[JsonSerializable(typeof(RankRequest))]
[JsonSerializable(typeof(RankResponse))]
[JsonSerializable(typeof(EmbeddingRequest))]
[JsonSerializable(typeof(EmbeddingList))]
[JsonSerializable(typeof(ModelList))]
[JsonSerializable(typeof(OpenAiError))]
[JsonSerializable(typeof(TeiEmbedRequest))]
[JsonSerializable(typeof(TeiRerankRequest))]
[JsonSerializable(typeof(TeiTokenizeRequest))]
[JsonSerializable(typeof(TeiDecodeRequest))]
[JsonSerializable(typeof(TeiError))]
[JsonSerializable(typeof(TeiInfo))]
[JsonSerializable(typeof(TeiRank[]))]
[JsonSerializable(typeof(TeiToken[][]))]
[JsonSerializable(typeof(WireVector[]))]
[JsonSerializable(typeof(WireVector[][]))]
[JsonSerializable(typeof(float[]))]
[JsonSerializable(typeof(string[]))]
[JsonSerializable(typeof(GenerateAnswerReply))]
[JsonSerializable(typeof(QnaMakerError))]
[JsonSerializable(typeof(ProjectReply))]
[JsonSerializable(typeof(TextReply))]
[JsonSerializable(typeof(LanguageError))]
[JsonSerializable(typeof(DirectLineError))]
[JsonSerializable(typeof(TokenGrant))]
[JsonSerializable(typeof(ConversationGrant))]
[JsonSerializable(typeof(ActivityReceipt))]
[JsonSerializable(typeof(ProblemDetails))]
[JsonSerializable(typeof(HttpValidationProblemDetails))]
internal sealed partial class WireJson : JsonSerializerContext
{
    /// <summary>Chinese stays readable, what HTML could mistake stays escaped.</summary>
    public static JavaScriptEncoder Encoder { get; } = JavaScriptEncoder.Create(UnicodeRanges.All);

    /// <summary>Sets the service's JSON up.</summary>
    public static void Configure(JsonSerializerOptions options)
    {
        options.Encoder = Encoder;
        options.Converters.Add(new DecisionConverter());
        options.Converters.Add(new JobStateConverter());
        options.TypeInfoResolverChain.Insert(0, Default);
    }

    /// <summary>A decision's name as replies spell it.</summary>
    internal sealed class DecisionConverter() : JsonStringEnumConverter<Decision>(JsonNamingPolicy.CamelCase);

    /// <summary>A job's state as replies spell it.</summary>
    internal sealed class JobStateConverter() : JsonStringEnumConverter<JobState>(JsonNamingPolicy.CamelCase);
}
