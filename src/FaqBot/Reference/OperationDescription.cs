using System.Text.Json.Nodes;
using FaqBot.Http;
using Microsoft.AspNetCore.OpenApi;
using Microsoft.AspNetCore.RateLimiting;
using Microsoft.OpenApi;

namespace FaqBot.Reference;

/// <summary>Says of each operation what opens it, and gives examples.</summary>
internal sealed class OperationDescription : IOpenApiOperationTransformer
{
    private const string Json = "application/json";

    public Task TransformAsync(OpenApiOperation operation, OpenApiOperationTransformerContext context, CancellationToken cancellationToken)
    {
        IList<object> metadata = context.Description.ActionDescriptor.EndpointMetadata;
        if (metadata.OfType<RouteGuard>().LastOrDefault() is { Guard: var guard })
        {
            operation.Security = [.. Requirements(guard, context.Document)];
        }

        if (metadata.OfType<BodyExample>().LastOrDefault() is { Json: var json })
        {
            AddBody(operation, json);
        }

        foreach (ParameterExample example in metadata.OfType<ParameterExample>())
        {
            foreach (OpenApiParameter parameter in (operation.Parameters ?? []).OfType<OpenApiParameter>()
                .Where(parameter => parameter.Name == example.Name))
            {
                parameter.Example = JsonValue.Create(example.Value);
            }
        }

        // Every route that is counted refuses who sends too much.
        operation.Responses ??= [];
        if (!metadata.OfType<DisableRateLimitingAttribute>().Any())
        {
            operation.Responses.TryAdd("429", new OpenApiResponse { Description = "Too Many Requests" });
        }

        return Task.CompletedTask;
    }

    private static IEnumerable<OpenApiSecurityRequirement> Requirements(Guard guard, OpenApiDocument? document)
    {
        yield return new OpenApiSecurityRequirement { [new OpenApiSecuritySchemeReference(guard.ToString(), document)] = [] };

        // Open while there is no key, or to this machine.
        if (guard is not Guard.Admin)
        {
            yield return new OpenApiSecurityRequirement();
        }
    }

    private static void AddBody(OpenApiOperation operation, string json)
    {
        operation.RequestBody ??= new OpenApiRequestBody
        {
            Required = true,
            Content = new Dictionary<string, OpenApiMediaType>
            {
                [Json] = new() { Schema = new OpenApiSchema { Type = JsonSchemaType.Object } },
            },
        };
        if (operation.RequestBody.Content is { } content && content.TryGetValue(Json, out OpenApiMediaType? body))
        {
            body.Example = JsonNode.Parse(json);
        }
    }
}
