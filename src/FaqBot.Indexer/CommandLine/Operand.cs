using System.CommandLine;
using System.CommandLine.Parsing;

namespace FaqBot.Indexer.CommandLine;

/// <summary>What a command is about, named by its place or by the option that other commands name it by.</summary>
internal sealed class Operand
{
    private readonly Argument<string> _place;
    private readonly Option<string> _option;

    /// <summary>Makes one.</summary>
    /// <param name="place">What help calls it.</param>
    /// <param name="option">Name of the option.</param>
    /// <param name="description">What it is.</param>
    public Operand(string place, string option, string description)
    {
        _place = new Argument<string>(place) { Description = description, Arity = ArgumentArity.ZeroOrOne };
        _option = new Option<string>(option) { Description = $"The same, by name." };
    }

    /// <summary>Adds it to a command, which needs it.</summary>
    public void AddTo(Command command)
    {
        command.Arguments.Add(_place);
        command.Options.Add(_option);
        command.Validators.Add(result =>
        {
            bool placed = result.GetResult(_place) is { Tokens.Count: > 0 };
            bool named = result.GetResult(_option) is { Tokens.Count: > 0 };
            if (placed == named)
            {
                result.AddError(placed
                    ? $"{_place.Name} and {_option.Name} name two, expected one of them."
                    : $"Expected {_place.Name}: {char.ToLowerInvariant(_place.Description![0])}{_place.Description[1..]}");
            }
        });
    }

    /// <summary>What a command line names.</summary>
    public string Of(ParseResult parsed) => parsed.GetValue(_option) ?? parsed.GetValue(_place)!;
}
