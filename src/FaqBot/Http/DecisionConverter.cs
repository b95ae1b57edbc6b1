using System.Text.Json;
using System.Text.Json.Serialization;
using FaqBot.Core.Matching;

namespace FaqBot.Http;

/// <summary>A decision's name as replies spell it.</summary>
internal sealed class DecisionConverter() : JsonStringEnumConverter<Decision>(JsonNamingPolicy.CamelCase);
