using System.Text;
using System.Text.Json;
using System.Text.Json.Serialization;
using System.Text.Json.Serialization.Metadata;
using Ash.Contract;
using Ash.Http;

namespace Ash.Tests;

/// <summary>The check that holds the client against the server's own description, on descriptions with differences planted in them.</summary>
public class ContractCheckTests
{
    private static readonly JsonSerializerOptions Json = new(JsonSerializerDefaults.Web) { TypeInfoResolver = new DefaultJsonTypeInfoResolver() };

    private const string Document = """
        {
          "openapi": "3.0.3", "info": { "title": "t", "version": "1" },
          "components": { "schemas": { "box": { "type": "object", "properties": {
            "id": { "type": "string" }, "lids": { "type": "array", "items": { "type": "object", "properties": { "color": { "type": "string" } } } } } } } },
          "paths": {
            "/api/boxes": {
              "get": {
                "parameters": [ { "in": "query", "name": "limit", "schema": { "type": "integer" } }, { "in": "path", "name": "id", "required": true } ],
                "responses": { "200": { "description": "d", "content": { "application/json": { "schema": {
                  "type": "object", "properties": { "boxes": { "type": "array", "items": { "$ref": "#/components/schemas/box" } } } } } } } }
              },
              "post": {
                "requestBody": { "content": { "application/json": { "schema": {
                  "type": "object", "properties": { "name": { "type": "string" }, "config": { "type": "object", "properties": { "deep": {} } } } } } } },
                "responses": { "201": { "description": "d" } }
              }
            },
            "/api/internal/boxes": { "get": { "responses": { "200": { "description": "d" } } } },
            "/dashboard/boxes.js": { "get": { "responses": { "200": { "description": "d" } } } }
          }
        }
        """;

    [Fact]
    public async Task What_is_in_step_has_no_differences_but_what_is_out_of_scope()
    {
        IReadOnlyList<Difference> found = await CompareAsync(Document);
        Assert.Equal(["OutOfScope GET /api/internal/boxes ", "OutOfScope GET /dashboard/boxes.js "], found.Select(Line));
        Assert.DoesNotContain(found, static difference => difference.IsDrift);
    }

    [Theory]
    [InlineData("\"/api/boxes\": {", "\"/api/boxes\": { \"delete\": {},", "OperationNotCalled DELETE /api/boxes ")]
    [InlineData("\"/api/boxes\"", "\"/api/crates\"", "OperationNotCalled GET /api/crates ", "OperationNotCalled POST /api/crates ", "OperationUnknown GET /api/boxes ", "OperationUnknown POST /api/boxes ")]
    [InlineData("\"parameters\": [", "\"parameters\": [ { \"in\": \"query\", \"name\": \"after\" },", "ParameterNotSent GET /api/boxes after")]
    [InlineData("\"name\": \"limit\"", "\"name\": \"most\"", "ParameterNotSent GET /api/boxes most", "ParameterUnknown GET /api/boxes limit")]
    [InlineData("\"name\": { \"type\": \"string\" }", "\"name\": {}, \"lid\": {}", "BodyFieldNotSent POST /api/boxes lid")]
    [InlineData("\"name\": { \"type\": \"string\" },", "", "BodyFieldUnknown POST /api/boxes name")]
    [InlineData("\"id\": { \"type\": \"string\" }", "\"id\": {}, \"size\": {}", "AnswerFieldNotRead GET /api/boxes boxes[].size")]
    [InlineData("\"id\": { \"type\": \"string\" },", "", "AnswerFieldUnknown GET /api/boxes boxes[].id")]
    [InlineData("\"color\": {", "\"width\": {", "AnswerFieldNotRead GET /api/boxes boxes[].lids[].width", "AnswerFieldUnknown GET /api/boxes boxes[].lids[].color")]
    public async Task A_difference_is_found(string was, string becomes, params string[] expected)
    {
        Assert.Contains(was, Document, StringComparison.Ordinal);
        IReadOnlyList<Difference> found = await CompareAsync(Document.Replace(was, becomes, StringComparison.Ordinal));
        Assert.Equal(expected, found.Where(static difference => difference.IsDrift).Select(Line).Order(StringComparer.Ordinal));
    }

    [Theory]
    [InlineData("# A readme")]
    [InlineData("{}")]
    [InlineData("""{ "openapi": "3.0.3", "info": { "title": "t", "version": "1" }, "paths": {} }""")]
    public async Task What_is_no_description_is_said_to_be_none(string document) =>
        await Assert.ThrowsAsync<InvalidDataException>(() => CompareAsync(document));

    private static string Line(Difference difference) => $"{difference.Kind} {difference.Operation} {difference.Field}";

    private static async Task<IReadOnlyList<Difference>> CompareAsync(string document)
    {
        using MemoryStream stream = new(Encoding.UTF8.GetBytes(document));
        return [.. ContractCheck.Compare(await ServerOperation.ReadAllAsync(stream), Client)];
    }

    /// <summary>A client that is in step with the document. Two of its methods call one operation.</summary>
    private static IReadOnlyList<ClientOperation> Client { get; } =
    [
        new("GET /api/boxes", ["limit"], null, Json.GetTypeInfo(typeof(BoxList))),
        new("POST /api/boxes", [], Json.GetTypeInfo(typeof(NamedBox)), null),
        new("POST /api/boxes", [], Json.GetTypeInfo(typeof(ConfiguredBox)), null),
    ];

    private sealed class BoxList
    {
        public required IReadOnlyList<Box> Boxes { get; init; }
    }

    private sealed class Box : AshModel
    {
        public required string Id { get; init; }

        public IReadOnlyList<Lid>? Lids { get; init; }

        /// <summary>Is worked out, and never read.</summary>
        public bool IsOpen => Lids is null or [];
    }

    private sealed record Lid(string Color);

    private sealed class NamedBox
    {
        public string? Name { get; init; }
    }

    private sealed class ConfiguredBox
    {
        [JsonConverter(typeof(RawJsonConverter))]
        public string? Config { get; init; }
    }
}
