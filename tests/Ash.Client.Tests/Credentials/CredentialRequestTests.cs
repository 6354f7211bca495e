using System.Text.Json.Nodes;
using static Ash.Tests.HttpBytes;

namespace Ash.Tests;

/// <summary>What goes over the wire for credentials, and what does not.</summary>
public class CredentialRequestTests
{
    private const string Secret = "sk-nobody-may-see-this";

    private const string Stored =
        """{"credential":{"id":"8ebd9407-6c52-4c27-a5d7-5c7eef51d9b1","type":"anthropic","label":"l","active":true,"createdAt":"2026-05-01T10:00:00.000Z","scope":"all"}}""";

    [Theory]
    [InlineData(null, """{"type":"openai","key":"sk-nobody-may-see-this"}""")]
    [InlineData("mine", """{"type":"openai","key":"sk-nobody-may-see-this","label":"mine"}""")]
    public async Task A_key_goes_with_what_it_is_for(string? label, string body)
    {
        await using ScriptedServer server = ScriptedServer.Answering(Json(201, Stored));
        using AshClient client = Clients.ClientOf(server);

        Credential credential = await client.Credentials.CreateAsync(CredentialType.OpenAI, Secret, label).Soon();

        SeenRequest sent = Assert.Single(server.Requests);
        Assert.Equal("POST /api/credentials", sent.ToString());
        Assert.Equal(body, sent.BodyText);
        Assert.Equal(("8ebd9407-6c52-4c27-a5d7-5c7eef51d9b1", true, null), (credential.Id, credential.Active, credential.LastUsedAt));
        Assert.Equal("all", credential.GetAdditionalProperties()["scope"].GetString());
    }

    [Theory]
    [InlineData(null, """{"accessKeyId":"AKIA","secretAccessKey":"sk-nobody-may-see-this","region":"eu-west-1"}""")]
    [InlineData("t/+=", """{"accessKeyId":"AKIA","secretAccessKey":"sk-nobody-may-see-this","region":"eu-west-1","sessionToken":"t/+="}""")]
    public async Task What_Bedrock_takes_goes_as_JSON_in_the_key(string? token, string key)
    {
        await using ScriptedServer server = ScriptedServer.Answering(Json(201, Stored));
        using AshClient client = Clients.ClientOf(server);

        await client.Credentials.CreateAsync(
            new BedrockKey { AccessKeyId = "AKIA", SecretAccessKey = Secret, Region = "eu-west-1", SessionToken = token }, "aws").Soon();

        JsonNode sent = Assert.Single(server.Requests).Json!;
        Assert.Equal(("bedrock", key, "aws"), ((string?)sent["type"], (string?)sent["key"], (string?)sent["label"]));
    }

    [Theory]
    [InlineData("anthropc", Secret)]
    [InlineData("anthropic", "")]
    [InlineData("anthropic", " ")]
    [InlineData("bedrock", Secret)]
    [InlineData("bedrock", "\"sk-nobody-may-see-this\"")]
    [InlineData("bedrock", "null")]
    [InlineData("bedrock", """{"accessKeyId":"sk-nobody-may-see-this"}""")]
    [InlineData("bedrock", """{"accessKeyId":"","secretAccessKey":"sk-nobody-may-see-this","region":"r"}""")]
    [InlineData("bedrock", """{"accessKeyId":"a","secretAccessKey":"","region":"sk-nobody-may-see-this"}""")]
    [InlineData("bedrock", """{"accessKeyId":"a","secretAccessKey":"sk-nobody-may-see-this","region":" "}""")]
    public async Task What_the_server_could_not_use_is_not_sent_and_not_told(string type, string key)
    {
        await using ScriptedServer server = ScriptedServer.Answering(Json(201, Stored));
        using AshClient client = Clients.ClientOf(server);

        AshException e = await Assert.ThrowsAsync<AshException>(() => client.Credentials.CreateAsync(type, key)).Soon();

        Assert.Equal(AshErrorCause.InvalidRequest, e.Cause);
        Assert.DoesNotContain(Secret, e.ToString(), StringComparison.Ordinal);
        Assert.Null(e.InnerException);
        Assert.Equal(0, server.Connections);
    }

    [Fact]
    public async Task A_credential_is_deleted_by_its_id()
    {
        await using ScriptedServer server = ScriptedServer.Answering(Utf8("HTTP/1.1 204 No Content\r\n\r\n"));
        using AshClient client = Clients.ClientOf(server);

        await client.Credentials.DeleteAsync("a/b").Soon();

        Assert.Equal("DELETE /api/credentials/a%2Fb", Assert.Single(server.Requests).ToString());
        await Assert.ThrowsAsync<AshException>(() => client.Credentials.DeleteAsync("..")).Soon();
        await Assert.ThrowsAsync<AshException>(() => client.Credentials.DeleteAsync("")).Soon();
        Assert.Single(server.Requests);
    }

    [Fact]
    public void What_Bedrock_takes_shows_nowhere() => Assert.DoesNotContain(
        Secret,
        new BedrockKey { AccessKeyId = "a", SecretAccessKey = Secret, Region = "r", SessionToken = Secret }.ToString(),
        StringComparison.Ordinal);
}
