using System.Net;
using System.Text.Json.Nodes;

namespace Ash.Emulation.Tests.Evaluation;

public sealed class EvalCaseTests : IAsyncLifetime, IDisposable
{
    private const string Cases = "/api/agents/a/eval-cases";
    private const string Nobody = "00000000-0000-4000-8000-000000000000";

    private readonly EvalServer _evals = new();

    public Task InitializeAsync() => _evals.DeployAsync();

    public Task DisposeAsync() => Task.CompletedTask;

    public void Dispose() => _evals.Dispose();

    [Fact]
    public async Task A_case_has_the_shape_of_the_servers_own()
    {
        var one = await _evals.AddCaseAsync(new { question = "q" });

        Assert.Equal(
            ["id", "tenantId", "agentName", "question", "expectedTopics", "expectedNotTopics", "referenceAnswer", "category", "tags",
                "chatHistory", "isActive", "createdAt", "updatedAt"],
            one.AsObject().Select(field => field.Key));
        Assert.Equal("true", one["isActive"]!.ToJsonString());
        Assert.All(["expectedTopics", "referenceAnswer", "category", "tags", "chatHistory"], name => Assert.Null(one[name]));
        Assert.Equal(one.ToJsonString(), (await _evals.Server.GetAsync("GET", $"{Cases}/{one["id"]}"))["case"]!.ToJsonString());
    }

    [Fact]
    public async Task Values_are_read_the_way_the_validator_reads_them()
    {
        var one = await _evals.AddCaseAsync(new
        {
            question = "q",
            expectedTopics = "one",
            tags = new object?[] { 1, null },
            category = 5,
            isActive = (bool?)null,
            chatHistory = new[] { new { role = "user", content = "hi", more = 1 } },
        });

        Assert.Equal("""["one"]""", one["expectedTopics"]!.ToJsonString());
        Assert.Equal("""["1",""]""", one["tags"]!.ToJsonString());
        Assert.Equal("5", (string?)one["category"]);
        Assert.False((bool)one["isActive"]!);
        Assert.Equal("""[{"role":"user","content":"hi","more":1}]""", one["chatHistory"]!.ToJsonString());
    }

    [Fact]
    public async Task A_change_leaves_what_it_does_not_name_and_null_takes_away()
    {
        var one = await _evals.AddCaseAsync("""{"question":"q","category":"c","tags":["t"],"expectedTopics":["x"]}""");

        var changed = (await _evals.Server.GetAsync(
            "PATCH", $"{Cases}/{one["id"]}", """{"category":null,"expectedTopics":[],"isActive":false}"""))["case"]!;

        Assert.Equal("q", (string?)changed["question"]);
        Assert.Null(changed["category"]);
        Assert.Equal("[]", changed["expectedTopics"]!.ToJsonString());
        Assert.Equal("""["t"]""", changed["tags"]!.ToJsonString());
        Assert.False((bool)changed["isActive"]!);
    }

    [Fact]
    public async Task Cases_are_filtered_by_category_and_by_whether_they_are_active()
    {
        await ImportAsync("""[{"question":"1","category":"c"},{"question":"2","category":"c","isActive":false},{"question":"3"}]""");

        Assert.Equal(["1", "2", "3"], await QuestionsAsync(""));
        Assert.Equal(["1", "2"], await QuestionsAsync("?category=c"));
        Assert.Equal(["1"], await QuestionsAsync("?category=c&isActive=true"));
        Assert.Equal(["2"], await QuestionsAsync("?isActive=false"));
        Assert.Equal(["1", "2", "3"], await QuestionsAsync("/export"));
    }

    [Fact]
    public async Task What_is_deleted_is_gone()
    {
        var one = await _evals.AddCaseAsync(new { question = "q" });

        Assert.Equal(HttpStatusCode.NoContent, (await _evals.Server.SendAsync("DELETE", $"{Cases}/{one["id"]}")).Status);
        Assert.Equal(HttpStatusCode.NotFound, (await _evals.Server.SendAsync("GET", $"{Cases}/{one["id"]}")).Status);
    }

    [Fact]
    public async Task A_case_belongs_to_its_agent()
    {
        var one = await _evals.AddCaseAsync(new { question = "q" });
        await _evals.DeployAsync("b");

        Assert.Equal(HttpStatusCode.NotFound, (await _evals.Server.SendAsync("GET", $"/api/agents/b/eval-cases/{one["id"]}")).Status);
    }

    [Theory]
    [InlineData("POST", "", """{"question":""}""", 400, "body/question must NOT have fewer than 1 characters")]
    [InlineData("POST", "", "{}", 400, "body must have required property 'question'")]
    [InlineData("POST", "", """{"question":"q","chatHistory":[{"role":"u"}]}""", 400, "body/chatHistory/0 must have required property 'content'")]
    [InlineData("POST", "", null, 400, "body must be object")]
    [InlineData("POST", "/import", """{"cases":[{"question":"q"},{}]}""", 400, "body/cases/1 must have required property 'question'")]
    [InlineData("POST", "/import", "{}", 400, "body must have required property 'cases'")]
    [InlineData("PATCH", "/" + Nobody, """{"question":""}""", 400, "body/question must NOT have fewer than 1 characters")]
    [InlineData("PATCH", "/" + Nobody, "{}", 404, "Eval case not found")]
    [InlineData("GET", "?isActive=maybe", null, 400, "querystring/isActive must be equal to one of the allowed values")]
    [InlineData("GET", "/nope", null, 400, "params/id must match format \"uuid\"")]
    [InlineData("GET", "/" + Nobody, null, 404, "Eval case not found")]
    public async Task What_is_wrong_is_refused(string method, string path, string? body, int status, string error)
    {
        var (answered, answer) = await _evals.Server.SendAsync(method, Cases + path, body);

        Assert.Equal(status, (int)answered);
        Assert.Equal(error, (string?)(answer!["message"] ?? answer["error"]));
        Assert.Empty(await QuestionsAsync(""));
    }

    private async Task ImportAsync(string cases)
    {
        var answer = await _evals.Server.GetAsync("POST", Cases + "/import", $$"""{"cases":{{cases}}}""");
        Assert.Equal(JsonNode.Parse(cases)!.AsArray().Count, (int)answer["imported"]!);
    }

    private async Task<IEnumerable<string?>> QuestionsAsync(string query) =>
        (await _evals.Server.GetAsync("GET", Cases + query))["cases"]!.AsArray().Select(one => (string?)one!["question"]);
}
