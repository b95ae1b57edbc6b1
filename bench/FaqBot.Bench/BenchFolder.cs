using FaqBot.Core.Indexing;
using FaqBot.Core.Knowledge;
using FaqBot.Core.Storage.Relational;
using FaqBot.Encoding.Running;

namespace FaqBot.Bench;

/// <summary>A temporary folder with what several measurements need, made when first asked for.</summary>
internal sealed class BenchFolder : IDisposable
{
    private readonly string _path = Directory.CreateTempSubdirectory("faqbot-bench").FullName;
    private Task<string>? _service;

    /// <summary>The folder.</summary>
    public string Root => _path;

    public string PathOf(string name) => Path.Combine(_path, name);

    /// <summary>The published service.</summary>
    public Task<string> ServiceAsync(BenchContext context) => _service ??= PublishedService.PublishAsync(context, PathOf("service"));

    /// <summary>A database with one knowledge base, <c>shop</c>.</summary>
    /// <param name="name">Name of the file; made only once.</param>
    /// <param name="knowledge">The knowledge base.</param>
    public async Task<string> DatabaseAsync(string name, Func<KnowledgeBase> knowledge)
    {
        string path = PathOf(name);
        if (!File.Exists(path))
        {
            using KnowledgeStore store = KnowledgeStore.Open(path);
            using TextEncoder encoder = TextEncoder.Load(BenchContext.Model, new EncoderOptions());
            await new KnowledgeIndexer(store, encoder, TimeProvider.System).IndexAsync(knowledge());
        }

        return path;
    }

    /// <summary>A knowledge base of distinct questions.</summary>
    /// <param name="entries">Number of entries.</param>
    /// <param name="questions">Questions of an entry.</param>
    public static KnowledgeBase Knowledge(int entries, int questions)
    {
        string[] texts = [.. Questions.Distinct(entries * questions)];
        LocalizedText answer = new("您可以在**订单中心**查看详情：选择订单，点击“售后服务”，按提示填写原因并提交；审核一般在一个工作日内完成。");
        return new KnowledgeBase
        {
            Id = "shop",
            Name = "bench",
            Languages = ["zh-Hans"],
            DefaultAnswer = new LocalizedText("-"),
            Entries =
            [
                .. texts.Chunk(questions).Select((chunk, i) => new FaqEntry
                {
                    Id = $"e{i}", Question = chunk[0], Alternates = chunk[1..], Answer = answer,
                }),
            ],
        };
    }

    public void Dispose() => Directory.Delete(_path, recursive: true);
}
