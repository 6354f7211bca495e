using System.Reflection;
using System.Text.Json.Serialization.Metadata;
using Ash.Http;

namespace Ash.Contract;

/// <summary>An operation that a method of the client calls, by what the method declares.</summary>
/// <param name="Name">Method and path.</param>
/// <param name="Query">The parameters of the query that it sends.</param>
/// <param name="Body">What the body is written from; null where there is none.</param>
/// <param name="Answer">What the answer is read into; null where nothing is read.</param>
internal sealed record ClientOperation(string Name, IReadOnlyList<string> Query, JsonTypeInfo? Body, JsonTypeInfo? Answer)
{
    /// <summary>All operations of the client.</summary>
    public static IReadOnlyList<ClientOperation> All() =>
    [
        .. typeof(AshClient).Assembly.GetTypes()
            .SelectMany(static type => type.GetMethods(
                BindingFlags.Public | BindingFlags.NonPublic | BindingFlags.Instance | BindingFlags.Static | BindingFlags.DeclaredOnly))
            .SelectMany(static method => method.GetCustomAttributes<OperationAttribute>())
            .Select(static operation => new ClientOperation(
                operation.Name, operation.Query, JsonOf(operation.Body), JsonOf(operation.Answer))),
    ];

    private static JsonTypeInfo? JsonOf(Type? type) => type is null ? null
        : AshJsonContext.Default.GetTypeInfo(type) ?? throw new InvalidOperationException($"{type} is not in {nameof(AshJsonContext)}.");
}
