using FaqBot.Apis.Embedding;
using Microsoft.AspNetCore.OpenApi;
using Microsoft.OpenApi;

namespace FaqBot.Reference;

/// <summary>Describes vectors, whose converter says nothing of what it writes.</summary>
internal sealed class VectorSchema : IOpenApiSchemaTransformer
{
    public Task TransformAsync(OpenApiSchema schema, OpenApiSchemaTransformerContext context, CancellationToken cancellationToken)
    {
        Type type = context.JsonTypeInfo.Type;
        if (type == typeof(WireVector))
        {
            schema.OneOf =
            [
                Vector(),
                new OpenApiSchema
                {
                    Type = JsonSchemaType.String,
                    Format = "byte",
                    Description = "Little-endian float32, where base64 was asked for.",
                },
            ];
        }
        else if (type == typeof(WireVector[]))
        {
            schema.Items = Vector();
        }
        else if (type == typeof(WireVector[][]))
        {
            schema.Items = new OpenApiSchema { Type = JsonSchemaType.Array, Items = Vector() };
        }

        return Task.CompletedTask;
    }

    private static OpenApiSchema Vector() => new()
    {
        Type = JsonSchemaType.Array,
        Items = new OpenApiSchema { Type = JsonSchemaType.Number, Format = "float" },
        Description = "Components.",
    };
}
