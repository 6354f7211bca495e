using System.Text.Json.Serialization.Metadata;
using Ash.Http;
using Microsoft.OpenApi;

namespace Ash.Contract;

/// <summary>Holds what the client's methods declare against what the server describes, in both directions.</summary>
internal static class ContractCheck
{
    /// <summary>Finds the differences.</summary>
    /// <param name="server">What the server describes.</param>
    /// <param name="client">What the client's methods declare. Several may call one operation, each with a part of its fields.</param>
    /// <returns>The differences, by operation in the server's order.</returns>
    public static IEnumerable<Difference> Compare(IReadOnlyList<ServerOperation> server, IReadOnlyList<ClientOperation> client)
    {
        ILookup<string, ClientOperation> calls = client.ToLookup(static operation => operation.Name, StringComparer.Ordinal);
        foreach (ServerOperation operation in server)
        {
            if (operation.IsInternal) yield return new(DifferenceKind.OutOfScope, operation.Name);
            else if (!calls.Contains(operation.Name)) yield return new(DifferenceKind.OperationNotCalled, operation.Name);
            else foreach (Difference difference in Compare(operation, [.. calls[operation.Name]])) yield return difference;
        }
        foreach (string name in client.Select(static operation => operation.Name).Except(server.Select(static operation => operation.Name)))
            yield return new(DifferenceKind.OperationUnknown, name);
    }

    private static IEnumerable<Difference> Compare(ServerOperation server, IReadOnlyList<ClientOperation> client)
    {
        string[] sent = [.. client.SelectMany(static operation => operation.Query).Distinct()];
        foreach (string name in server.Query.Except(sent)) yield return new(DifferenceKind.ParameterNotSent, server.Name, name);
        foreach (string name in sent.Except(server.Query)) yield return new(DifferenceKind.ParameterUnknown, server.Name, name);

        FieldCheck body = new(static property => property.Get is not null);
        foreach ((string field, bool isMissing) in body.Compare(server.Body, TypesOf(client, static operation => operation.Body)))
            yield return new(isMissing ? DifferenceKind.BodyFieldNotSent : DifferenceKind.BodyFieldUnknown, server.Name, field);

        FieldCheck answer = new(static property => property.Set is not null || property.AssociatedParameter is not null);
        foreach ((string field, bool isMissing) in answer.Compare(server.Answer, TypesOf(client, static operation => operation.Answer)))
            yield return new(isMissing ? DifferenceKind.AnswerFieldNotRead : DifferenceKind.AnswerFieldUnknown, server.Name, field);
    }

    private static JsonTypeInfo[] TypesOf(IReadOnlyList<ClientOperation> client, Func<ClientOperation, JsonTypeInfo?> part) =>
        [.. client.Select(part).OfType<JsonTypeInfo>().DistinctBy(static type => type.Type)];

    /// <summary>Holds types against a schema.</summary>
    /// <param name="isUsed">Whether JSON is written from, or read into, a property.</param>
    private sealed class FieldCheck(Func<JsonPropertyInfo, bool> isUsed)
    {
        /// <summary>The fields that the schema has and no type, and those that a type has and the schema does not.</summary>
        public IEnumerable<(string Field, bool IsMissing)> Compare(IOpenApiSchema? schema, IReadOnlyList<JsonTypeInfo> types, string path = "")
        {
            if (schema?.Items is { } items)
            {
                IEnumerable<JsonTypeInfo> elements = types.Where(static type => type.ElementType is not null)
                    .Select(static type => type.Options.GetTypeInfo(type.ElementType!));
                foreach ((string, bool) difference in Compare(items, [.. elements], path + "[]")) yield return difference;
            }
            // An object whose properties are not described is any object; and one that the client passes on as it is has no type.
            if (schema?.Properties is not { Count: > 0 } fields || types.Any(static type => type.Kind != JsonTypeInfoKind.Object)) yield break;

            ILookup<string, JsonPropertyInfo> known = types.SelectMany(static type => type.Properties)
                .Where(property => !property.IsExtensionData && isUsed(property))
                .ToLookup(static property => property.Name, StringComparer.Ordinal);
            string prefix = path.Length == 0 ? path : path + ".";
            foreach ((string name, IOpenApiSchema field) in fields)
            {
                if (!known.Contains(name))
                {
                    yield return (prefix + name, true);
                    continue;
                }
                if (known[name].Any(static property => property.CustomConverter is RawJsonConverter)) continue;
                IEnumerable<JsonTypeInfo> inner = known[name].Select(static property => property.Options.GetTypeInfo(property.PropertyType));
                foreach ((string, bool) difference in Compare(field, [.. inner], prefix + name)) yield return difference;
            }
            foreach (string name in known.Select(static property => property.Key).Except(fields.Keys)) yield return (prefix + name, false);
        }
    }
}
