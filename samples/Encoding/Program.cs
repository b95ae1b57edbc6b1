// Tokenizes and encodes two questions with a model folder, and builds an int8 encoder out of a checkpoint in safetensors:
//   dotnet run -- MODEL-FOLDER [CHECKPOINT-FOLDER OUTPUT-FOLDER]
using System.Globalization;
using System.Numerics.Tensors;
using FaqBot.Encoding.Building;
using FaqBot.Encoding.ModelFiles;
using FaqBot.Encoding.Running;
using FaqBot.Encoding.Tokenizing;
using FaqBot.Encoding.Tokenizing.Reading;
using Microsoft.Extensions.AI;
using Microsoft.ML.Tokenizers;

if (args.Length is not (1 or 3))
{
    Console.Error.WriteLine("Expected MODEL-FOLDER [CHECKPOINT-FOLDER OUTPUT-FOLDER].");
    return 2;
}

string[] questions = ["发票抬头写错了怎么办", "wrong title on my invoice"];
try
{
    ModelTokenizer tokenizer = TokenizerFolder.Read(args[0]);
    foreach (string question in questions)
    {
        IReadOnlyList<EncodedToken> tokens = tokenizer.EncodeToTokens(question, out _);
        Console.WriteLine($"tokens: {string.Join(' ', tokens.Select(token => $"{token.Value}={token.Id}"))}");
    }

    float cosine = await CosineAsync(args[0], questions);
    Console.WriteLine(string.Create(CultureInfo.InvariantCulture, $"cosine: {cosine:0.0000}"));
    if (args.Length == 3)
    {
        ModelBuilder.Build(args[1], args[2], new BuildOptions { Weights = WeightFormat.Int8 });
        Console.WriteLine($"built: {string.Join(' ', Directory.GetFiles(args[2], "*.onnx").Select(Path.GetFileName))}");
        cosine = await CosineAsync(args[2], questions);
        Console.WriteLine(string.Create(CultureInfo.InvariantCulture, $"cosine of the built one: {cosine:0.0000}"));
    }

    return 0;
}
catch (ModelException exception)
{
    // All faults of a folder, with what was expected.
    Console.Error.WriteLine(exception.Message);
    return 1;
}

static async Task<float> CosineAsync(string folder, string[] texts)
{
    using TextEncoder encoder = TextEncoder.Load(folder, new EncoderOptions());
    using IEmbeddingGenerator<string, Embedding<float>> generator = new EncoderGenerator(encoder);
    GeneratedEmbeddings<Embedding<float>> embeddings = await generator.GenerateAsync(texts);

    // Vectors have unit length.
    return TensorPrimitives.Dot(embeddings[0].Vector.Span, embeddings[1].Vector.Span);
}
