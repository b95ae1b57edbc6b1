using System.Numerics.Tensors;
using System.Text.Json;
using FaqBot.Apis.Embedding;
using FaqBot.Encoding.Json;
using FaqBot.Engine;
using FaqBot.Http;
using Microsoft.AspNetCore.Http.HttpResults;

namespace FaqBot.Apis.Tei;

/// <summary>The body of <c>POST /similarity</c> as Text Embeddings Inference knows it, told from ours by its member
/// <c>inputs</c>.</summary>
internal static class TeiSimilarity
{
    private const string Inputs = "inputs";

    /// <summary>Whether a body is of this API.</summary>
    public static bool IsIn(JsonElement body) => body.TryGetProperty(Inputs, out _);

    /// <summary>Reads a body, and makes the errors of its request this API's.</summary>
    public static TeiSimilarityRequest Read(JsonElement body, HttpContext context)
    {
        TeiErrorWriter.Claim(context);
        LoadedEngine engine = context.RequestServices.GetRequiredService<AnsweringEngine>().Require();
        RequestFaults faults = new();
        JsonMembers fields = faults.Members(body);
        string source = "";
        IReadOnlyList<string> sentences = [];
        if (fields.Object(Inputs) is { } inputs)
        {
            source = TeiRequestReader.RequiredText(inputs, "source_sentence", "inputs.", faults);
            sentences = TextInput.ReadTexts(inputs, "sentences", faults);
        }
        else if (faults.Count == 0)
        {
            faults.Add(Inputs, "Missing; expected source_sentence and sentences.");
        }

        TeiOptions options = fields.Object("parameters") is { } parameters
            ? TeiRequestReader.Options(parameters, engine, "parameters.", faults)
            : new TeiOptions(true, false, null);
        faults.ThrowIfAny();
        return new TeiSimilarityRequest(source, sentences, options);
    }

    /// <summary>Gives the cosine of the source sentence with each of the others.</summary>
    public static async Task<Ok<float[]>> CompareAsync(
        HttpResponse response, LoadedEngine engine, TeiSimilarityRequest request, CancellationToken cancellationToken)
    {
        ComputeTimes times = ComputeTimes.Start();
        PreparedTexts texts = PreparedTexts.Of(
            engine, [.. request.Sentences.Prepend(request.Source).Select(text => new TextInput(text, null))], request.Options.Prompt,
            cancellationToken, request.Options.KeepEnd);
        if (!request.Options.Truncate)
        {
            texts.RefuseCut(Inputs);
        }

        EncodedTexts encoded = await Embedder.EncodeAsync(engine, texts, cancellationToken);
        times.WriteTo(response, texts, encoded);
        IReadOnlyList<ReadOnlyMemory<float>> vectors = encoded.Vectors;
        return TypedResults.Ok(vectors.Skip(1).Select(vector => TensorPrimitives.Dot(vectors[0].Span, vector.Span)).ToArray());
    }
}
