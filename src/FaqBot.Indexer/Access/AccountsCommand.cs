using System.CommandLine;
using FaqBot.Core.Access;
using FaqBot.Core.Storage.Relational;
using FaqBot.Indexer.CommandLine;

namespace FaqBot.Indexer.Access;

/// <summary><c>accounts</c>: the accounts of administrators that the service itself knows, for the day on which the issuer fails.</summary>
internal static class AccountsCommand
{
    public static Command Create(TimeProvider time) => new(
        "accounts", "Set, list and remove accounts of administrators that the service itself knows, for emergencies.")
    {
        SetCommand(time), ListCommand(time), RemoveCommand(time),
    };

    private static Command SetCommand(TimeProvider time)
    {
        Operand name = new("name", "--name", "Name of the account.");
        Option<string> database = DatabaseFile.Option("SQLite database of the service.", isWritten: true);
        Command command = new("set",
            "Make an account, or give it another password and unlock it. The password is read from the terminal, without an echo, or from "
            + "the first line of what is piped in.")
        {
            database,
        };
        name.AddTo(command);
        command.SetAction(parsed =>
        {
            string account = name.Of(parsed).Trim(), password = Password();
            string? fault = account.Length is 0 or > Member.MostName
                ? $"found a name of {account.Length} characters, expected 1 to {Member.MostName}" : LocalAccount.FaultOf(account, password);
            if (fault is not null)
            {
                Console.Error.WriteLine($"The account is not set: {fault}.");
                return ExitCode.InvalidInput;
            }

            using KnowledgeStore store = KnowledgeStore.Open(DatabaseFile.Of(parsed, database));
            using CommandAudit audit = CommandAudit.Begin(store, "SetAccount", null, CallerName.OfAccount(account), time);
            if (!store.Access.Accounts.Put(account, LocalAccount.HashOf(password), time.GetUtcNow()))
            {
                audit.NothingDone();
                Console.Error.WriteLine($"Found {LocalAccount.Most} accounts, expected fewer; remove those that nobody needs.");
                return ExitCode.InvalidInput;
            }

            // Who was signed in with the former password is so no more.
            store.Access.Sessions.EndAll(CallerName.OfAccount(account));
            audit.Done();
            Console.Out.WriteLine($"{account}: the password is set");
            return ExitCode.Success;
        });
        return command;
    }

    private static Command ListCommand(TimeProvider time)
    {
        Option<string> database = DatabaseFile.Option("SQLite database of the service.");
        Command command = new("list", "List the accounts, and whether they are locked.") { database };
        command.SetAction(parsed =>
        {
            using KnowledgeStore store = KnowledgeStore.Open(DatabaseFile.Of(parsed, database));
            foreach (LocalAccount account in store.Access.Accounts.All())
            {
                Console.Out.WriteLine(account.LockedUntil is { } until && until > time.GetUtcNow()
                    ? $"{account.Name}\tlocked until {until:yyyy-MM-dd HH:mm:ss}Z" : account.Name);
            }

            return ExitCode.Success;
        });
        return command;
    }

    private static Command RemoveCommand(TimeProvider time)
    {
        Operand name = new("name", "--name", "Name of the account.");
        Option<string> database = DatabaseFile.Option("SQLite database of the service.", isWritten: true);
        Command command = new("remove", "Remove an account; who is signed in with it is so no more.") { database };
        name.AddTo(command);
        command.SetAction(parsed =>
        {
            string account = name.Of(parsed).Trim();
            using KnowledgeStore store = KnowledgeStore.Open(DatabaseFile.Of(parsed, database));
            using CommandAudit audit = CommandAudit.Begin(store, "RemoveAccount", null, CallerName.OfAccount(account), time);
            if (!store.Access.Accounts.Remove(account))
            {
                audit.NothingDone();
                Console.Error.WriteLine($"Found no account '{account}'; run 'accounts list' for those that there are.");
                return ExitCode.InvalidInput;
            }

            store.Access.Sessions.EndAll(CallerName.OfAccount(account));
            audit.Done();
            Console.Out.WriteLine($"{account}: removed");
            return ExitCode.Success;
        });
        return command;
    }

    /// <summary>Never an argument: those are seen by all users of a machine, and kept by shells.</summary>
    private static string Password()
    {
        if (Console.IsInputRedirected)
        {
            return Console.In.ReadLine() ?? "";
        }

        Console.Error.Write("Password: ");
        System.Text.StringBuilder password = new();
        while (Console.ReadKey(intercept: true) is { Key: not ConsoleKey.Enter } key)
        {
            if (key.Key == ConsoleKey.Backspace)
            {
                password.Length = Math.Max(0, password.Length - 1);
            }
            else if (!char.IsControl(key.KeyChar))
            {
                password.Append(key.KeyChar);
            }
        }

        Console.Error.WriteLine();
        return password.ToString();
    }
}
