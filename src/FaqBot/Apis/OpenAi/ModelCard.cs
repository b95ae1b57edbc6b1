using System.ComponentModel;
using System.Text.Json.Serialization;
using FaqBot.Engine;
using FaqBot.Http;

namespace FaqBot.Apis.OpenAi;

/// <summary>Reply to <c>GET /v1/models</c>.</summary>
internal sealed record ModelList(
    [property: JsonPropertyName("object")] string Object,
    [property: JsonPropertyName("data")] IReadOnlyList<ModelCard> Data);

/// <summary>A model as the OpenAI API describes it.</summary>
internal sealed record ModelCard(
    [property: JsonPropertyName("id")] string Id,
    [property: JsonPropertyName("object")] string Object,
    [property: JsonPropertyName("created"), Description("When the model was put where it is, in seconds since 1970.")] long Created,
    [property: JsonPropertyName("owned_by")] string OwnedBy)
{
    public static ModelCard Of(LoadedEngine engine) => new(engine.Identity.Name, "model", engine.ModelMade.ToUnixTimeSeconds(), "faqbot");
}

/// <summary>No model of that name is loaded.</summary>
internal sealed class UnknownModelException(string loaded)
    : ServiceFaultException($"No model of this name is loaded; the loaded one is '{loaded}'.")
{
    public override int Status => StatusCodes.Status404NotFound;

    public override string Title => "Unknown model.";

    public override string Code => FaultCode.UnknownModel;
}
