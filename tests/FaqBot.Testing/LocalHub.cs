using System.Globalization;
using System.Security.Cryptography;
using System.Text.Json;
using Microsoft.AspNetCore.Http;

namespace FaqBot.Testing;

/// <summary>A hub as huggingface.co and modelscope.cn are: lists and small files here, large files on another server, by
/// redirect.</summary>
public sealed class LocalHub : IAsyncDisposable
{
    public const string Model = "acme/tiny-zh";
    public const string Commit = "0123456789abcdef0123456789abcdef01234567";

    private LocalHub(string id) => Id = id;

    /// <summary>The model that it has.</summary>
    public string Id { get; }

    public LocalServer Hub { get; private set; } = null!;

    /// <summary>The server that large files come from.</summary>
    public LocalServer Store { get; private set; } = null!;

    /// <summary>Files by name, in the order of the list.</summary>
    public Dictionary<string, byte[]> Files { get; } = new()
    {
        ["config.json"] = """{"hidden_size": 4, "max_position_embeddings": 16}"""u8.ToArray(),
        ["tokenizer.json"] = "{}"u8.ToArray(),
        ["1_Pooling/config.json"] = """{"pooling_mode_mean_tokens": true}"""u8.ToArray(),
        ["README.md"] = "# Tiny"u8.ToArray(),
        ["pytorch_model.bin"] = [1, 2, 3],
        ["model.safetensors"] = [.. Enumerable.Range(0, 300_000).Select(i => (byte)(i * 31 % 251))],
    };

    /// <summary>What the list states instead of the truth, by name.</summary>
    public Dictionary<string, (string Name, long Bytes, string? Sum)> Stated { get; } = [];

    public bool KnowsRanges { get; set; } = true;

    /// <summary>ModelScope sends ranges under status 200.</summary>
    public bool SendsRangesAsOk { get; set; }

    /// <summary>Entity tag of large files; null: none.</summary>
    public string? Tag { get; set; } = "\"edition-1\"";

    /// <summary>Byte numbers at which the connections that send a large file end too early, one each.</summary>
    public Queue<int> Cuts { get; } = new();

    public static async Task<LocalHub> StartAsync(string id = Model)
    {
        LocalHub hub = new(id);
        hub.Store = await LocalServer.StartAsync(hub.SendLargeAsync);
        hub.Hub = await LocalServer.StartAsync(hub.AnswerAsync);
        return hub;
    }

    public static string Sha256(byte[] content) => Convert.ToHexStringLower(SHA256.HashData(content));

    public async ValueTask DisposeAsync()
    {
        await Hub.DisposeAsync();
        await Store.DisposeAsync();
    }

    private static bool IsLarge(string name) =>
        name.EndsWith(".safetensors", StringComparison.Ordinal) || name.EndsWith(".onnx", StringComparison.Ordinal);

    private static string Blob(byte[] content)
    {
        using IncrementalHash hash = IncrementalHash.CreateHash(HashAlgorithmName.SHA1);
        hash.AppendData(System.Text.Encoding.ASCII.GetBytes(string.Create(CultureInfo.InvariantCulture, $"blob {content.Length}\0")));
        hash.AppendData(content);
        return Convert.ToHexStringLower(hash.GetHashAndReset());
    }

    private Task AnswerAsync(HttpContext context)
    {
        string path = context.Request.Path.Value!;
        string resolve = $"/{Id}/resolve/{Commit}/";
        return path.StartsWith($"/api/models/{Id}/revision/", StringComparison.Ordinal) ? context.Response.WriteAsync(HuggingFaceList())
            : path.StartsWith(resolve, StringComparison.Ordinal) ? SendAsync(context, path[resolve.Length..])
            : path == $"/api/v1/models/{Id}" ? context.Response.WriteAsync("""{"Code": 200, "Success": true, "Data": {"License": "Apache License 2.0"}}""")
            : path == $"/api/v1/models/{Id}/repo/files" ? context.Response.WriteAsync(ModelScopeList())
            : path == $"/api/v1/models/{Id}/repo" ? SendAsync(context, context.Request.Query["FilePath"]!)
            : RefuseAsync(context, 404, "RepoNotFound");
    }

    public static Task RefuseAsync(HttpContext context, int status, string? code)
    {
        context.Response.StatusCode = status;
        if (code is not null)
        {
            context.Response.Headers["X-Error-Code"] = code;
        }

        return context.Response.WriteAsync("<html>no</html>");
    }

    private string HuggingFaceList() => JsonSerializer.Serialize(new
    {
        id = Id,
        sha = Commit,
        gated = false,
        cardData = new { license = "mit" },
        siblings = Files.Select(file =>
        {
            (string name, long bytes, string? sum) = Stated.GetValueOrDefault(
                file.Key, (file.Key, file.Value.Length, IsLarge(file.Key) ? Sha256(file.Value) : Blob(file.Value)));
            return IsLarge(file.Key)
                ? (object)new
                {
                    rfilename =
                    name,
                    size = bytes,
                    blobId = new string('f', 40),
                    lfs = new { sha256 = sum, size = bytes, pointerSize = 134 }
                }
                : new { rfilename = name, size = bytes, blobId = sum };
        }),
    });

    private string ModelScopeList() => JsonSerializer.Serialize(new
    {
        Code = 200,
        Success = true,
        Data = new
        {
            LatestCommitter = new { Id = "", Name = "acme" },
            Files = Files.Select(file =>
                (object)new
                {
                    Path = file.Key,
                    Type =
                    "blob",
                    Size = file.Value.Length,
                    Sha256 = Sha256(file.Value).ToUpperInvariant(),
                    IsLFS = IsLarge(file.Key)
                })
                .Append(new { Path = "1_Pooling", Type = "tree", Size = 0, Sha256 = "" }),
        },
    });

    private Task SendAsync(HttpContext context, string name)
    {
        if (!Files.TryGetValue(name, out byte[]? content))
        {
            return RefuseAsync(context, 404, "EntryNotFound");
        }

        context.Response.Headers["X-Repo-Commit"] = Commit;
        if (!IsLarge(name))
        {
            context.Response.Headers.ETag = $"\"{Blob(content)}\"";
            return context.Response.Body.WriteAsync(content).AsTask();
        }

        context.Response.Headers["X-Linked-Etag"] = $"\"{Sha256(content)}\"";
        context.Response.Redirect(new Uri(Store.Address, $"blobs/{name}?X-Amz-Signature=secret").ToString());
        return Task.CompletedTask;
    }

    private async Task SendLargeAsync(HttpContext context)
    {
        byte[] content = Files[context.Request.Path.Value!["/blobs/".Length..]];
        HttpResponse response = context.Response;
        int start = 0;
        if (Tag is not null)
        {
            response.Headers.ETag = Tag;
        }

        bool same = context.Request.Headers.IfRange is not [{ } tag] || tag == Tag;
        if (KnowsRanges && same && context.Request.Headers.Range is [{ } range])
        {
            start = int.Parse(range["bytes=".Length..].TrimEnd('-'), CultureInfo.InvariantCulture);
            response.StatusCode = SendsRangesAsOk ? 200 : 206;
            response.Headers.ContentRange =
                string.Create(CultureInfo.InvariantCulture, $"bytes {start}-{content.Length - 1}/{content.Length}");
        }

        response.ContentLength = content.Length - start;
        if (Cuts.TryDequeue(out int cut))
        {
            await response.Body.WriteAsync(content.AsMemory(start, Math.Max(0, cut - start)));
            return;
        }

        await response.Body.WriteAsync(content.AsMemory(start));
    }
}
