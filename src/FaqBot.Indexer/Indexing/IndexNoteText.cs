using System.Diagnostics;
using FaqBot.Core.Indexing;
using FaqBot.Indexer.CommandLine;

namespace FaqBot.Indexer.Indexing;

/// <summary>The notes of a run, in words with the options of the command line.</summary>
internal static class IndexNoteText
{
    public static string Of(IndexNote note) => note switch
    {
        EncoderNotice notice => notice.Text,
        FitLapsed lapsed => LapsedFit.Text(lapsed.KnowledgeBaseId),
        ChoiceOverridden overridden =>
            $"'{overridden.KnowledgeBaseId}' is indexed with '{overridden.Folder}' as --model says, "
            + $"though '{overridden.Chosen}' was chosen for it. "
            + "Leave --model out to index with that, or choose the other model by PUT /api/v1/kbs/{kb}/model of the service.",
        VersionLeftAlone { Version: var left } =>
            $"Version {left.Version.Number} of '{left.KnowledgeBaseId}' is left as it is: "
            + $"its model '{left.Version.Model.Name}' is installed. "
            + "A service with another default encoder encodes it anew when it starts, "
            + "unless the model is chosen by PUT /api/v1/kbs/{kb}/model.",
        VersionNotRenewed { Version: var failed } notRenewed =>
            $"Version {failed.Version.Number} of '{failed.KnowledgeBaseId}' is not encoded anew. {notRenewed.Reason.Message}",
        _ => throw new UnreachableException(note.GetType().Name),
    };
}
