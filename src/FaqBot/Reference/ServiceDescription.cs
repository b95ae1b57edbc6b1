using FaqBot.Http;
using FaqBot.Options;
using Microsoft.AspNetCore.OpenApi;
using Microsoft.OpenApi;

namespace FaqBot.Reference;

/// <summary>Says of the API as a whole what it is, where it is, and what opens it.</summary>
internal sealed class ServiceDescription(HttpOptions options) : IOpenApiDocumentTransformer
{
    private const string Summary =
        "Answers customers' questions with the owner's own answers. Errors are problem details (RFC 9457), and on the routes of other "
        + "services' APIs those of the API.";

    private static readonly (string Tag, string Description)[] Tags =
    [
        ("Asking", "Questions, completion and feedback."),
        ("Knowledge bases", "What is published, and the models that answer."),
        ("Editing", "The working copy of a knowledge base, its history and its publication."),
        ("Analytics", "What customers asked, and how it was answered."),
        ("Suggestions", "What customers' questions propose."),
        ("Access", "Who may do what, and who did what."),
        ("Models", "Models that are installed."),
        ("Similarity", "How alike texts are."),
        ("OpenAI", "Routes of the OpenAI API."),
        ("Text Embeddings Inference", "Routes of Text Embeddings Inference."),
        ("QnA Maker", "Routes of QnA Maker, version 4."),
        ("Custom Question Answering", "Routes of Custom Question Answering, version 2021-10-01."),
        ("Bot Framework", "Activities of Bot Framework channels."),
        ("Direct Line", "Direct Line, version 3.0: what Web Chat talks to."),
        ("Operation", "How the service fares."),
    ];

    public Task TransformAsync(OpenApiDocument document, OpenApiDocumentTransformerContext context, CancellationToken cancellationToken)
    {
        document.Info = new OpenApiInfo
        {
            Title = "FaqBot",
            Version = ProductVersion.Current,
            Description = Summary,
            License = new OpenApiLicense { Name = "MIT", Identifier = "MIT" },
        };
        document.Servers = [new OpenApiServer { Url = ServerOf(document) }];
        document.Tags = new HashSet<OpenApiTag>(
            Tags.Select(tag => new OpenApiTag { Name = tag.Tag, Description = tag.Description }));
        document.Components ??= new OpenApiComponents();
        document.Components.SecuritySchemes = Enum.GetValues<Guard>()
            .ToDictionary(guard => guard.ToString(), guard => (IOpenApiSecurityScheme)Scheme(guard));

        // Routes without a word of their own need nothing.
        document.Security = [new OpenApiSecurityRequirement()];
        return Task.CompletedTask;
    }

    /// <summary>Relative where the service does not know its address: the request's own may be a proxy's.</summary>
    private string ServerOf(OpenApiDocument document)
    {
        if (options.PublicUrl is { } url)
        {
            return url.TrimEnd('/');
        }

        string prefix = Uri.TryCreate(document.Servers?.FirstOrDefault()?.Url, UriKind.Absolute, out Uri? address)
            ? address.AbsolutePath.TrimEnd('/') : "";
        return prefix.Length == 0 ? "/" : prefix;
    }

    private static OpenApiSecurityScheme Scheme(Guard guard) => guard switch
    {
        Guard.EndpointKey => new OpenApiSecurityScheme
        {
            Type = SecuritySchemeType.ApiKey,
            In = ParameterLocation.Header,
            Name = "Ocp-Apim-Subscription-Key",
            Description = "A key of the knowledge base (keys create); also as 'Authorization: EndpointKey …'.",
        },
        Guard.Session => new OpenApiSecurityScheme
        {
            Type = SecuritySchemeType.ApiKey,
            In = ParameterLocation.Cookie,
            Name = "__Host-faqbot",
            Description = "Somebody who has signed in; changes need the header X-FaqBot-Antiforgery, too, with what GET /api/v1/me gives.",
        },
        _ => new OpenApiSecurityScheme { Type = SecuritySchemeType.Http, Scheme = "bearer", Description = Bearer(guard) },
    };

    private static string Bearer(Guard guard) => guard switch
    {
        Guard.Access => "A key that POST /api/v1/keys made (fqb_…) and that has a fitting role, or the key of FaqBot:Admin:Key.",
        Guard.ApiKey => "The key of FaqBot:Http:ApiKey, where one is configured.",
        Guard.DirectLine => "A secret of FaqBot:DirectLine:Secrets, or a token that was exchanged for one.",
        _ => "A token that the Bot Framework signs.",
    };
}
