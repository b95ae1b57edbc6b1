using System.Data.Common;

namespace FaqBot.Core.Storage.Relational;

/// <summary>Ends of what a failure has ended already, perhaps.</summary>
internal static class Transactions
{
    /// <summary>Ends something that a failure has ended already, perhaps.</summary>
    public static void Quietly(Action end)
    {
        try
        {
            end();
        }
        catch (Exception exception) when (exception is DbException or InvalidOperationException)
        {
            // What failed before is what its caller must hear of.
        }
    }
}
