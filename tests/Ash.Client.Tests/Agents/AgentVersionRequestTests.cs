using static Ash.Tests.HttpBytes;

namespace Ash.Tests;

/// <summary>What goes over the wire for configurations and versions of agents, and what does not.</summary>
public class AgentVersionRequestTests
{
    private const string Version =
        """{"version":{"id":"0749ac97-765f-4f09-987d-660bcd62cd33","agentName":"a","versionNumber":1,"name":"v1","isActive":false,"createdAt":"2026-05-01T10:00:00.000Z","updatedAt":"2026-05-01T10:00:00.000Z","tenantId":"default","systemPrompt":"p","releaseNotes":null,"knowledgeFiles":["k"],"createdBy":null,"later":1}}""";

    [Fact]
    public async Task A_version_has_all_that_the_server_says()
    {
        await using ScriptedServer server = ScriptedServer.Answering(Json(200, Version));
        using AshClient client = Clients.ClientOf(server);

        AgentVersion version = await client.AgentVersions.GetAsync("a", 1).Soon();

        Assert.Equal("GET /api/agents/a/versions/1", Assert.Single(server.Requests).ToString());
        Assert.Equal(("a", 1, "v1", "p", false), (version.AgentName, version.VersionNumber, version.Name, version.SystemPrompt, version.IsActive));
        Assert.Equal(["k"], version.KnowledgeFiles!);
        Assert.Equal(["later"], version.GetAdditionalProperties().Keys);
    }

    [Fact]
    public async Task Each_method_has_its_route()
    {
        await using ScriptedServer server = ScriptedServer.Answering(
            Json(201, Version), Json(200, Version), Json(200, """{"activated":true,"versionNumber":1}"""), "HTTP/1.1 204 No Content\r\n\r\n"u8.ToArray());
        using AshClient client = Clients.ClientOf(server);

        await client.AgentVersions.CreateAsync("a", new() { Name = "n", SystemPrompt = "p", ReleaseNotes = "r", KnowledgeFiles = [], CloneFrom = 3 }).Soon();
        await client.AgentVersions.ChangeAsync("a", 1, new() { SystemPrompt = "" }).Soon();
        await client.AgentVersions.ActivateAsync("a", 1).Soon();
        await client.AgentVersions.DeleteAsync("a", 1).Soon();

        Assert.Equal(
            [
                """POST /api/agents/a/versions {"name":"n","systemPrompt":"p","releaseNotes":"r","knowledgeFiles":[],"cloneFrom":3}""",
                """PATCH /api/agents/a/versions/1 {"systemPrompt":""}""",
                "POST /api/agents/a/versions/1/activate ",
                "DELETE /api/agents/a/versions/1 ",
            ],
            server.Requests.Select(static request => $"{request} {request.BodyText}"));
    }

    [Fact]
    public async Task A_configuration_is_handed_on_as_it_is()
    {
        await using ScriptedServer server = ScriptedServer.Answering(Json(200, """{"config":{"model":"m","Model":null}}"""));
        using AshClient client = Clients.ClientOf(server);

        AgentConfig config = await client.AgentConfigs.MergeAsync("a", """{ "model": "m" }""").Soon();

        SeenRequest sent = Assert.Single(server.Requests);
        Assert.Equal("PATCH /api/agents/a/config", sent.ToString());
        Assert.Equal("""{ "model": "m" }""", sent.BodyText);
        Assert.Equal("a", config.AgentName);
        Assert.Equal("""{"model":"m","Model":null}""", config.GetSettings().GetRawText());
    }

    [Theory]
    [InlineData("""{"config":[]}""")]
    [InlineData("""{"config":null}""")]
    [InlineData("{}")]
    public async Task What_is_no_configuration_is_not_from_an_Ash_server(string answer)
    {
        await using ScriptedServer server = ScriptedServer.Answering(Json(200, answer));
        using AshClient client = Clients.ClientOf(server);

        AshApiException e = await Assert.ThrowsAsync<AshApiException>(() => client.AgentConfigs.GetAsync("a")).Soon();

        Assert.Equal(AshErrorCause.NotAnAshServer, e.Cause);
    }

    public static TheoryData<Func<AshClient, Task>> Invalid { get; } =
    [
        client => client.AgentConfigs.GetAsync("a b"),
        client => client.AgentConfigs.MergeAsync("a", "[]"),
        client => client.AgentVersions.ListAsync(".."),
        client => client.AgentVersions.GetAsync("a", 0),
        client => client.AgentVersions.ActivateAsync("a", -1),
        client => client.AgentVersions.DeleteAsync("", 1),
        client => client.AgentVersions.CreateAsync("a", new() { CloneFrom = 0 }),
        client => client.AgentVersions.CreateAsync("a", new() { Name = new string('n', 256) }),
        client => client.AgentVersions.CreateAsync("a", new() { SystemPrompt = new string('p', 1_000_001) }),
        client => client.AgentVersions.ChangeAsync("a", 1, new() { ReleaseNotes = new string('r', 10_001) }),
    ];

    [Theory]
    [MemberData(nameof(Invalid))]
    public async Task What_the_server_does_not_take_is_not_sent(Func<AshClient, Task> call)
    {
        await using ScriptedServer server = ScriptedServer.Answering(Json(200, Version));
        using AshClient client = Clients.ClientOf(server);

        AshException e = await Assert.ThrowsAsync<AshException>(() => call(client)).Soon();

        Assert.Equal(AshErrorCause.InvalidRequest, e.Cause);
        Assert.Equal(0, server.Connections);
    }
}
