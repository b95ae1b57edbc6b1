using System.Text.Json;
using FaqBot.Encoding.Json;
using Microsoft.AspNetCore.Mvc;

namespace FaqBot.Http;

/// <summary>Collects what is wrong with a request, so that all of it is told at once.</summary>
internal sealed class RequestFaults
{
    private const int MostTold = 100;

    private readonly Dictionary<string, List<string>> _faults = new(StringComparer.Ordinal);
    private string? _code;

    /// <summary>Number of faults.</summary>
    public int Count { get; private set; }

    /// <summary>Whether a member has a fault.</summary>
    public bool Has(string field) => _faults.ContainsKey(field);

    /// <summary>Adds a fault.</summary>
    /// <param name="field">Path of the member; empty for the body.</param>
    /// <param name="fault">What was found and expected; holds no text of the user.</param>
    public void Add(string field, string fault) => Add(field, fault, FaultCode.InvalidRequest);

    /// <inheritdoc cref="Add(string, string)" />
    /// <param name="field">Path of the member; empty for the body.</param>
    /// <param name="fault">What was found and expected; holds no text of the user.</param>
    /// <param name="code">One of <see cref="FaultCode"/>; faults of several kinds make an invalid request.</param>
    public void Add(string field, string fault, string code)
    {
        Count++;
        _code = _code is null || _code == code ? code : FaultCode.InvalidRequest;
        if (Count > MostTold)
        {
            return;
        }

        if (!_faults.TryGetValue(field, out List<string>? list))
        {
            _faults[field] = list = [];
        }

        list.Add(fault);
    }

    /// <summary>The members of a body or a part of one, whose faults are collected here; null counts as absent.</summary>
    /// <param name="json">The object.</param>
    /// <param name="isForeign">Whether names count in any case and numbers may stand in texts, as clients of other services write
    /// them.</param>
    public JsonMembers Members(JsonElement json, bool isForeign = false) => new(
        json,
        isForeign ? JsonLeniency.NullIsAbsent | JsonLeniency.AnyCase | JsonLeniency.ValuesInTexts : JsonLeniency.NullIsAbsent,
        fault => Add(fault.Path, Say(fault)));

    /// <summary>Throws when there is any fault.</summary>
    /// <exception cref="InvalidRequestException">There is.</exception>
    public void ThrowIfAny()
    {
        if (Count > 0)
        {
            throw ToException();
        }
    }

    /// <summary>The faults as an exception; of very many the first hundred.</summary>
    public InvalidRequestException ToException() => new(
        $"Found {Count} fault(s); nothing was done.",
        _faults.ToDictionary(pair => pair.Key, pair => pair.Value.ToArray(), StringComparer.Ordinal),
        _code ?? FaultCode.InvalidRequest);

    /// <summary>Never holds what was found: that is the user's.</summary>
    private static string Say(MemberFault fault) => fault.Flaw switch
    {
        MemberFlaw.Other => fault.Expected,
        MemberFlaw.Unknown => $"Unknown; known are {fault.Expected}.",
        MemberFlaw.Repeated => $"Found twice, expected {fault.Expected}.",
        MemberFlaw.NotUnicode => "The text is not valid Unicode.",
        MemberFlaw.Missing or MemberFlaw.Empty => $"Found nothing, expected {fault.Expected}.",
        MemberFlaw.OutOfRange => $"Found another number, expected {fault.Expected}.",
        MemberFlaw.TooLong => $"Found {fault.Amount}, expected {fault.Expected}.",
        _ => $"Found {fault.Kind}, expected {fault.Expected}.",
    };
}

/// <summary>A request breaks rules; all faults are reported together.</summary>
internal sealed class InvalidRequestException(string message, IDictionary<string, string[]> faults, string code)
    : ServiceFaultException(message)
{
    public override int Status => StatusCodes.Status400BadRequest;

    public override string Title => "The request is not valid.";

    /// <summary>One of <see cref="FaultCode"/>.</summary>
    public override string Code => code;

    /// <summary>What is wrong, by the path of the member.</summary>
    public IDictionary<string, string[]> Faults { get; } = faults;

    public override ProblemDetails ToProblem() =>
        new HttpValidationProblemDetails(Faults) { Status = Status, Title = Title, Detail = Message }.WithCode(Code);
}
