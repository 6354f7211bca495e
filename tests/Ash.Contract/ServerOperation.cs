using Microsoft.OpenApi;
using Microsoft.OpenApi.Reader;

namespace Ash.Contract;

/// <summary>An operation as the server's OpenAPI document describes it.</summary>
/// <param name="Name">Method and path.</param>
/// <param name="Query">The parameters of the query that it takes.</param>
/// <param name="Body">The JSON that it takes; null where it takes none.</param>
/// <param name="Answer">The JSON that it answers with when all is well; null where that is not described.</param>
internal sealed record ServerOperation(string Name, IReadOnlyList<string> Query, IOpenApiSchema? Body, IOpenApiSchema? Answer)
{
    /// <summary>What the server's own runners and its own dashboard use.</summary>
    public bool IsInternal =>
        Name.Contains(" /api/internal/", StringComparison.Ordinal) || Name.Contains(" /dashboard/", StringComparison.Ordinal);

    /// <summary>Reads a document.</summary>
    /// <param name="document">An OpenAPI document as JSON.</param>
    /// <param name="cancellationToken">Ends the reading.</param>
    /// <exception cref="InvalidDataException">It is no OpenAPI document.</exception>
    public static async Task<IReadOnlyList<ServerOperation>> ReadAllAsync(Stream document, CancellationToken cancellationToken = default)
    {
        ReadResult read = await OpenApiDocument.LoadAsync(document, "json", cancellationToken: cancellationToken).ConfigureAwait(false);
        if (read.Document is not { Paths.Count: > 0 } api)
            throw new InvalidDataException("It is no OpenAPI document: " + string.Join(" ", read.Diagnostic?.Errors.Select(static error => error.Message) ?? []));
        return
        [
            .. from path in api.Paths
               from operation in path.Value.Operations ?? []
               select new ServerOperation(
                   $"{operation.Key.Method} {path.Key}",
                   QueryOf(path.Value, operation.Value),
                   JsonOf(operation.Value.RequestBody?.Content),
                   JsonOf(operation.Value.Responses?.FirstOrDefault(static answer => answer.Key.StartsWith('2')).Value?.Content)),
        ];
    }

    private static IReadOnlyList<string> QueryOf(IOpenApiPathItem path, OpenApiOperation operation) =>
    [
        .. (path.Parameters ?? []).Concat(operation.Parameters ?? [])
            .Where(static parameter => parameter.In == ParameterLocation.Query).Select(static parameter => parameter.Name!),
    ];

    private static IOpenApiSchema? JsonOf(IDictionary<string, IOpenApiMediaType>? content) =>
        content is not null && content.TryGetValue("application/json", out IOpenApiMediaType? json) ? json.Schema : null;
}
