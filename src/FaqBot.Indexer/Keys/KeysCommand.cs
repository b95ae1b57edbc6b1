using System.CommandLine;
using System.Globalization;
using FaqBot.Core.Storage;
using FaqBot.Core.Storage.Relational;
using FaqBot.Encoding.Library;
using FaqBot.Indexer.CommandLine;

namespace FaqBot.Indexer.Keys;

/// <summary><c>keys</c>: the keys with which clients of QnA Maker and Custom Question Answering ask a knowledge base.</summary>
internal static class KeysCommand
{
    private static readonly KeySlot[] Slots = [KeySlot.Primary, KeySlot.Secondary];

    public static Command Create(TimeProvider time) => new(
        "keys", "Create, list, rotate and revoke the two keys of a knowledge base; renew the keys that the service signs with.")
    {
        CreateCommand(time),
        ListCommand(),
        RotateCommand(time),
        RevokeCommand(time),
        RenewCommand(time),
    };

    private static Command CreateCommand(TimeProvider time)
    {
        (Operand kb, Option<KeySlot?> slot, Option<string> database) = Operands("Its place. Default: the first free one.");
        Command command = new("create", "Create a key and print it, this one time; only its hash is stored.") { slot, database };
        kb.AddTo(command);
        command.SetAction(parsed =>
        {
            string id = kb.Of(parsed);
            using KnowledgeStore store = KnowledgeStore.Open(DatabaseFile.Of(parsed, database));
            foreach (KeySlot place in parsed.GetValue(slot) is { } named ? [named] : Slots)
            {
                using CommandAudit audit = CommandAudit.Begin(store, "CreateEndpointKey", id, NameOf(place), time);
                if (store.EndpointKeys.Create(id, place, time.GetUtcNow(), replace: false) is { } key)
                {
                    audit.Done();
                    Console.Out.WriteLine(key);
                    return ExitCode.Success;
                }

                audit.NothingDone();
            }

            Console.Error.WriteLine($"'{id}' has that key already; rotate it to replace it, or revoke it first.");
            return ExitCode.InvalidInput;
        });
        return command;
    }

    private static Command ListCommand()
    {
        Option<string> database = DatabaseOption();
        Command command =
            new("list", "List the keys: knowledge base, place, start of the hash, age. The keys themselves are not stored.") { database };
        command.SetAction(parsed =>
        {
            using KnowledgeStore store = KnowledgeStore.Open(DatabaseFile.Of(parsed, database));
            foreach (EndpointKey key in store.EndpointKeys.All())
            {
                Console.Out.WriteLine(string.Create(
                    CultureInfo.InvariantCulture,
                        $"{key.KnowledgeBaseId}\t{NameOf(key.Slot)}\t{key.Fingerprint}\t{key.CreatedAt:yyyy-MM-dd HH:mm:ss}Z"));
            }

            return ExitCode.Success;
        });
        return command;
    }

    private static Command RotateCommand(TimeProvider time)
    {
        (Operand kb, Option<KeySlot?> slot, Option<string> database) = Operands("Its place.");
        slot.Required = true;
        Command command = new("rotate",
            "Replace a key by a new one, which is printed; the old one opens nothing within a second, "
            + "the key in the other place still does.")
        {
            slot, database,
        };
        kb.AddTo(command);
        command.SetAction(parsed =>
        {
            using KnowledgeStore store = KnowledgeStore.Open(DatabaseFile.Of(parsed, database));
            KeySlot place = parsed.GetValue(slot)!.Value;
            using CommandAudit audit = CommandAudit.Begin(store, "RotateEndpointKey", kb.Of(parsed), NameOf(place), time);
            string? key = store.EndpointKeys.Create(kb.Of(parsed), place, time.GetUtcNow(), replace: true);
            audit.Done();
            Console.Out.WriteLine(key);
            return ExitCode.Success;
        });
        return command;
    }

    private static Command RevokeCommand(TimeProvider time)
    {
        (Operand kb, Option<KeySlot?> slot, Option<string> database) = Operands("Its place. Default: both.");
        Command command = new("revoke", "Revoke keys: they open nothing within a second.") { slot, database };
        kb.AddTo(command);
        command.SetAction(parsed =>
        {
            string id = kb.Of(parsed);
            using KnowledgeStore store = KnowledgeStore.Open(DatabaseFile.Of(parsed, database));
            KeySlot[] meant = parsed.GetValue(slot) is { } named ? [named] : Slots;
            using CommandAudit audit = CommandAudit.Begin(
                store, "RevokeEndpointKey", id, string.Join(" and ", meant.Select(NameOf)), time);
            KeySlot[] revoked = [.. meant.Where(place => store.EndpointKeys.Revoke(id, place))];
            if (revoked.Length > 0)
            {
                audit.Done(string.Join(" and ", revoked.Select(NameOf)));
                Console.Out.WriteLine($"{id}: {string.Join(" and ", revoked.Select(NameOf))} key revoked");
                return ExitCode.Success;
            }

            audit.NothingDone();
            Console.Error.WriteLine($"'{id}' has no such key; run 'keys list' for those that there are.");
            return ExitCode.InvalidInput;
        });
        return command;
    }

    private static Command RenewCommand(TimeProvider time)
    {
        Option<string> database = DatabaseOption();
        Command command = new("renew",
            "Make new keys for what the service itself signs: Direct Line's tokens and values in Redis. They sign within a second; the "
            + "former ones are accepted until what they signed has expired.")
        {
            database,
        };
        command.SetAction(parsed =>
        {
            using KnowledgeStore store = KnowledgeStore.Open(DatabaseFile.Of(parsed, database));
            using CommandAudit audit = CommandAudit.Begin(store, "RenewKeys", null, "store keys", time);
            store.Keys.Rotate(time.GetUtcNow());
            audit.Done();
            Console.Out.WriteLine("new keys sign from now on");
            return ExitCode.Success;
        });
        return command;
    }

    private static (Operand Kb, Option<KeySlot?> Slot, Option<string> Database) Operands(string slot) => (
        new Operand("kb", "--kb", "Id of the knowledge base."),
        new Option<KeySlot?>("--slot") { Description = slot }.CompletedBy<KeySlot?, KeySlot>(),
        DatabaseOption());

    private static Option<string> DatabaseOption() =>
        DatabaseFile.Option("SQLite database of the service.", isWritten: true);

    private static string NameOf(KeySlot slot) => slot == KeySlot.Primary ? "primary" : "secondary";
}
