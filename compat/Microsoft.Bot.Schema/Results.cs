using Newtonsoft.Json;

namespace Microsoft.Bot.Schema;

/// <summary>Id of what was sent.</summary>
public class ResourceResponse
{
    public ResourceResponse()
    {
    }

    public ResourceResponse(string id = default)
    {
        Id = id;
    }

    [JsonProperty(PropertyName = "id")]
    public string Id { get; set; }
}

/// <summary>Replies to an activity that expects them in the response.</summary>
public class ExpectedReplies
{
    public ExpectedReplies()
    {
    }

    public ExpectedReplies(IList<Activity> activities = default)
    {
        Activities = activities;
    }

    [JsonProperty(PropertyName = "activities")]
    public IList<Activity> Activities { get; set; }
}

/// <summary>Activities of a conversation.</summary>
public class Transcript
{
    public Transcript()
    {
    }

    public Transcript(IList<Activity> activities = default)
    {
        Activities = activities;
    }

    [JsonProperty(PropertyName = "activities")]
    public IList<Activity> Activities { get; set; }
}

/// <summary>What a channel says when it refuses.</summary>
public class ErrorResponse
{
    public ErrorResponse()
    {
    }

    [JsonProperty(PropertyName = "error")]
    public Error Error { get; set; }
}

/// <summary>Why a channel refuses.</summary>
public class Error
{
    public Error()
    {
    }

    [JsonProperty(PropertyName = "code")]
    public string Code { get; set; }

    [JsonProperty(PropertyName = "message")]
    public string Message { get; set; }
}
