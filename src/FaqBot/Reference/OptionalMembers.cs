using System.Text.Json.Serialization.Metadata;
using Microsoft.AspNetCore.OpenApi;
using Microsoft.OpenApi;

namespace FaqBot.Reference;

/// <summary>Says that members of bodies may be left out, where their constructors would make all of them necessary.</summary>
internal sealed class OptionalMembers : IOpenApiSchemaTransformer
{
    private static readonly string[] Bodies = ["Request", "Filters", "Context", "Choice"];

    public Task TransformAsync(OpenApiSchema schema, OpenApiSchemaTransformerContext context, CancellationToken cancellationToken)
    {
        if (schema.Required is { Count: > 0 } required
            && Array.Exists(Bodies, ending => context.JsonTypeInfo.Type.Name.EndsWith(ending, StringComparison.Ordinal)))
        {
            foreach (JsonPropertyInfo member in context.JsonTypeInfo.Properties.Where(MayBeLeftOut))
            {
                required.Remove(member.Name);
            }
        }

        return Task.CompletedTask;
    }

    private static bool MayBeLeftOut(JsonPropertyInfo member) =>
        member.IsGetNullable || member.PropertyType == typeof(bool) || Nullable.GetUnderlyingType(member.PropertyType) is not null;
}
