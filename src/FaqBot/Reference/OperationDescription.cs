using System.Text.Json.Nodes;
using FaqBot.Core.Access;
using FaqBot.Http;
using FaqBot.Http.Keys;
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
        if (metadata.OfType<RouteRight>().LastOrDefault() is { Right: not Right.None } route)
        {
            Describe(operation, route, context.Description.RelativePath ?? "");
        }

        if (metadata.OfType<RouteGuard>().LastOrDefault() is { Guard: var guard })
        {
            operation.Security = [.. Requirements(guard, context.Document)];
        }

        AddPathParameters(operation, context.Description.RelativePath ?? "");
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

    /// <summary>Says which roles may use an operation, to people and to programs.</summary>
    private static void Describe(OpenApiOperation operation, RouteRight route, string path)
    {
        string roles = string.Join(", ", RoleRights.With(route.Right).Select(role => role.Name()));
        operation.Description = $"{operation.Description} Roles: {roles}.".TrimStart();
        operation.AddExtension("x-rights", new JsonNodeExtension(JsonValue.Create(route.Right.ToString())));
        if (path.Contains($"{{{route.Parameter}}}", StringComparison.Ordinal))
        {
            operation.AddExtension("x-rights-on", new JsonNodeExtension(JsonValue.Create(route.Parameter)));
        }
    }

    private static IEnumerable<OpenApiSecurityRequirement> Requirements(Guard guard, OpenApiDocument? document)
    {
        yield return new OpenApiSecurityRequirement { [new OpenApiSecuritySchemeReference(guard.ToString(), document)] = [] };
        if (guard == Guard.Access)
        {
            yield return new OpenApiSecurityRequirement { [new OpenApiSecuritySchemeReference(nameof(Guard.Session), document)] = [] };
        }

        // Open while there is no key, or to this machine.
        if (guard is not Guard.Access)
        {
            yield return new OpenApiSecurityRequirement();
        }
    }

    /// <summary>Adds the parameters of a path that its handler reads by itself.</summary>
    private static void AddPathParameters(OpenApiOperation operation, string path)
    {
        foreach (string name in path.Split('/').Where(part => part.StartsWith('{')).Select(part => part.Trim('{', '}', '*').Split(':')[0]))
        {
            operation.Parameters ??= [];
            if (operation.Parameters.All(parameter => parameter.Name != name))
            {
                operation.Parameters.Add(new OpenApiParameter
                {
                    Name = name,
                    In = ParameterLocation.Path,
                    Required = true,
                    Schema = new OpenApiSchema { Type = JsonSchemaType.String },
                });
            }
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
