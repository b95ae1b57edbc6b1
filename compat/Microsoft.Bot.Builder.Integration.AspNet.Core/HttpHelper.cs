using Microsoft.AspNetCore.Http;
using Newtonsoft.Json;
using Newtonsoft.Json.Serialization;

namespace Microsoft.Bot.Builder.Integration.AspNet.Core;

/// <summary>JSON of requests and responses.</summary>
public static class HttpHelper
{
    public static readonly JsonSerializerSettings BotMessageSerializerSettings = new()
    {
        NullValueHandling = NullValueHandling.Ignore,
        Formatting = Formatting.Indented,
        DateFormatHandling = DateFormatHandling.IsoDateFormat,
        DateTimeZoneHandling = DateTimeZoneHandling.Utc,
        ReferenceLoopHandling = ReferenceLoopHandling.Serialize,
        ContractResolver = new WritableMembers(),
        MaxDepth = 128,
    };

    public static readonly JsonSerializer BotMessageSerializer = JsonSerializer.Create(BotMessageSerializerSettings);

    public static async Task<T> ReadRequestAsync<T>(HttpRequest request)
    {
        ArgumentNullException.ThrowIfNull(request);
        using MemoryStream body = new();
        await request.Body.CopyToAsync(body);
        body.Position = 0;
        try
        {
            using JsonTextReader json = new(new StreamReader(body, System.Text.Encoding.UTF8));
            return BotMessageSerializer.Deserialize<T>(json);
        }
        catch (JsonException)
        {
            return default;
        }
    }

    public static async Task WriteResponseAsync(HttpResponse response, InvokeResponse invokeResponse)
    {
        ArgumentNullException.ThrowIfNull(response);
        response.StatusCode = invokeResponse?.Status ?? StatusCodes.Status200OK;
        if (invokeResponse?.Body is { } result)
        {
            response.ContentType = "application/json";
            using MemoryStream body = new();
            using (StreamWriter writer = new(body, new System.Text.UTF8Encoding(false), leaveOpen: true))
            {
                BotMessageSerializer.Serialize(writer, result);
            }

            body.Position = 0;
            await body.CopyToAsync(response.Body);
        }
    }

    /// <summary>Members without a public setter stay at home.</summary>
    private sealed class WritableMembers : DefaultContractResolver
    {
        protected override IList<JsonProperty> CreateProperties(Type type, MemberSerialization memberSerialization) =>
            [.. base.CreateProperties(type, memberSerialization).Where(property => property.Writable)];
    }
}
