using System.Diagnostics;
using FaqBot.Core.Answering;
using FaqBot.Core.Authoring;
using FaqBot.Core.Knowledge;
using FaqBot.Core.Matching;
using FaqBot.Core.Storage;
using FaqBot.Core.Storage.Relational;
using FaqBot.Encoding.Running;
using Microsoft.Extensions.Logging.Abstractions;

namespace FaqBot.Bench;

/// <summary>Editing one entry of a large knowledge base: until it is saved, until a draft answers with it, until it is published.</summary>
internal static class EditBench
{
    private const int Entries = 10_000, QuestionsOfEntry = 2, FewEntries = 10;
    private const double MostSaving = 50, MostDrafting = 2_000;

    public static async Task<IReadOnlyList<Measurement>> RunAsync(BenchContext context, BenchFolder folder)
    {
        int entries = context.Quick ? Entries / 5 : Entries;
        await using EditedKnowledge large = await EditedKnowledge.OpenAsync(
            await folder.DatabaseAsync("edit-large.db", () => BenchFolder.Knowledge(entries, QuestionsOfEntry)));
        await using EditedKnowledge small = await EditedKnowledge.OpenAsync(
            await folder.DatabaseAsync("edit-small.db", () => BenchFolder.Knowledge(FewEntries, QuestionsOfEntry)));
        int rounds = Math.Max(3, context.Rounds / 2);
        (Series saving, Series savingFew) = await Rounds.AlternateAsync(
            rounds, () => Task.FromResult(large.Save()), () => Task.FromResult(small.Save()));
        (Series drafting, Series draftingFew) = await Rounds.AlternateAsync(rounds, large.DraftAsync, small.DraftAsync);
        (Series publishing, Series publishingFew) = await Rounds.AlternateAsync(rounds, large.PublishAsync, small.PublishAsync);
        return
        [
            new Measurement(
                $"edit: published, of {entries:#,0} entries", "ms", publishing, $"of {FewEntries} entries", publishingFew, null),
            new Measurement(
                $"edit: encoded by publishing one new wording, of {entries:#,0} entries", "questions", large.Encoded,
                $"of {FewEntries} entries", small.Encoded, Goal.AtMost(1, "questions")),
            new Measurement(
                $"edit: saved, of {entries:#,0} entries", "ms", saving, $"of {FewEntries} entries", savingFew,
                    Goal.AtMost(MostSaving, "ms")),
            new Measurement(
                $"edit: a draft answers, of {entries:#,0} entries", "ms", drafting, $"of {FewEntries} entries", draftingFew,
                Goal.AtMost(MostDrafting, "ms")),
        ];
    }

    /// <summary>A knowledge base that answers and is edited.</summary>
    private sealed class EditedKnowledge : IAsyncDisposable
    {
        private const string Kb = "shop";

        private readonly KnowledgeStore _store;
        private readonly Encoders _encoders;
        private readonly PublishedCatalogs _catalogs;
        private readonly WorkingCopies _copies;
        private readonly Drafts _drafts;
        private readonly Publishing _publishing;
        private readonly List<double> _encoded = [];
        private bool _isDrafting;
        private int _edition;

        private EditedKnowledge(string path)
        {
            _store = KnowledgeStore.Open(path);
            _encoders = new Encoders(
                LoadedEncoder.Load(BenchContext.Model, new EncoderOptions()), model => throw new InvalidOperationException(model));
            _catalogs = new PublishedCatalogs(_store, _encoders);
            _copies = new WorkingCopies(_store, TimeProvider.System) { OnEdited = Touch };
            WorkingCopyIndexer indexer = new(_store, _encoders, VectorFormat.Float32, TimeProvider.System);
            _drafts = new Drafts(_store, _copies, indexer, RefreshAsync, TimeProvider.System, NullLogger<Drafts>.Instance);
            Trials trials = new(_catalogs, new AnsweringOptions(), [], TimeProvider.System);
            _publishing = new Publishing(
                _store, _copies, indexer, new PublishingGates(_store, _drafts, trials),
                new Approvals(_store, _copies, TimeProvider.System), RefreshAsync, TimeProvider.System);
        }

        /// <summary>Questions that each publication encoded.</summary>
        public Series Encoded => new([.. _encoded]);

        public static async Task<EditedKnowledge> OpenAsync(string path)
        {
            EditedKnowledge opened = new(path);
            await opened.RefreshAsync(CancellationToken.None);
            return opened;
        }

        /// <summary>Edits an entry.</summary>
        /// <returns>Milliseconds until it is saved.</returns>
        public double Save()
        {
            long started = Stopwatch.GetTimestamp();
            Edit();
            return Stopwatch.GetElapsedTime(started).TotalMilliseconds;
        }

        /// <summary>Edits an entry.</summary>
        /// <returns>Milliseconds until a draft answers with it.</returns>
        public async Task<double> DraftAsync()
        {
            _isDrafting = true;
            long started = Stopwatch.GetTimestamp();
            string edited = Edit();
            while (_catalogs.Find(Kb, Deployment.Test) is not { } catalog
                || catalog.Entries[catalog.IndexOf("e5")].Answer.ToString() != edited)
            {
                await Task.Delay(5);
            }

            _isDrafting = false;
            return Stopwatch.GetElapsedTime(started).TotalMilliseconds;
        }

        /// <summary>Edits an entry and publishes it.</summary>
        /// <returns>Milliseconds until customers are answered with it.</returns>
        public async Task<double> PublishAsync()
        {
            Edit();
            long started = Stopwatch.GetTimestamp();
            PublishedResult done = await _publishing.PublishAsync(
                Kb, _copies.Get(Kb).Revision, new Authorship("bench", ChangeOrigin.Api), null, CancellationToken.None);
            _encoded.Add(done.Index.Encoded);
            return Stopwatch.GetElapsedTime(started).TotalMilliseconds;
        }

        public async ValueTask DisposeAsync()
        {
            await _drafts.DisposeAsync();
            _catalogs.Dispose();
            await _encoders.DisposeAsync();
            _store.Dispose();
        }

        private string Edit()
        {
            string text = $"edition {++_edition}";
            _copies.Edit(Kb, new Authorship("bench", ChangeOrigin.Api), edit => edit.Put(edit.Find("e5")!.Entry with
            {
                Alternates = [$"{text} of an alternate"],
                Answer = new LocalizedText(text),
            }));
            return text;
        }

        private void Touch(string kb)
        {
            if (_isDrafting)
            {
                _drafts.Touch(kb);
            }
        }

        private async Task RefreshAsync(CancellationToken cancellationToken) => await _catalogs.RefreshAsync(cancellationToken);
    }
}
