using static Ash.Tests.EvalSamples;
using static Ash.Tests.HttpBytes;

namespace Ash.Tests;

/// <summary>What goes over the wire for evaluation, what comes of the answers, and what is not sent.</summary>
public class EvalRequestTests
{
    public static TheoryData<Func<AshClient, Task>, string, string> Calls { get; } = new()
    {
        { c => c.EvalCases.ListAsync("a"), "GET /api/agents/a/eval-cases ", $$"""{"cases":[{{Case}}]}""" },
        {
            c => c.EvalCases.ListAsync("a", "a & b", isActive: false), "GET /api/agents/a/eval-cases?category=a%20%26%20b&isActive=false ",
            $$"""{"cases":[{{Case}}]}"""
        },
        { c => c.EvalCases.ExportAsync("a"), "GET /api/agents/a/eval-cases/export ", $$"""{"cases":[{{Case}}]}""" },
        { c => c.EvalCases.GetAsync("a", CaseId), $"GET /api/agents/a/eval-cases/{CaseId} ", $$"""{"case":{{Case}}}""" },
        {
            c => c.EvalCases.CreateAsync("a", new() { Question = "q", ExpectedTopics = [], ChatHistory = [new() { Role = "user", Content = "hi" }], IsActive = false }),
            """POST /api/agents/a/eval-cases {"question":"q","expectedTopics":[],"chatHistory":[{"role":"user","content":"hi"}],"isActive":false}""",
            $$"""{"case":{{Case}}}"""
        },
        {
            c => c.EvalCases.ChangeAsync("a", CaseId, new() { Category = "", ReferenceAnswer = "r", Tags = [] }),
            $$"""PATCH /api/agents/a/eval-cases/{{CaseId}} {"referenceAnswer":"r","category":null,"tags":[]}""", $$"""{"case":{{Case}}}"""
        },
        {
            c => c.EvalRuns.StartAsync("a", new() { VersionNumber = 2, Categories = ["c"], Tags = ["t"] }),
            """POST /api/agents/a/eval-runs {"versionNumber":2,"categories":["c"],"tags":["t"]}""", $$"""{"run":{{Pending}}}"""
        },
        { c => c.EvalRuns.StartAsync("a"), "POST /api/agents/a/eval-runs {}", $$"""{"run":{{Pending}}}""" },
        { c => c.EvalRuns.ListAsync("a"), "GET /api/agents/a/eval-runs ", $$"""{"runs":[{{Completed}}]}""" },
        { c => c.EvalRuns.GetAsync("a", RunId), $"GET /api/agents/a/eval-runs/{RunId} ", $$"""{"run":{{Completed}}}""" },
        {
            c => c.EvalRuns.CompareAsync("a", RunId, OtherRunId), $"GET /api/agents/a/eval-runs/compare?runA={RunId}&runB={OtherRunId} ",
            $$$"""{"comparison":{"runA":{{{Completed}}},"runB":{{{Completed}}},"results":[]}}"""
        },
        { c => c.EvalResults.ListAsync("a", RunId), $"GET /api/agents/a/eval-runs/{RunId}/results ", $$"""{"results":[{{Result}}]}""" },
        {
            c => c.EvalResults.ScoreAsync("a", ResultId, 4.5), $$"""PATCH /api/agents/a/eval-results/{{ResultId}} {"humanScore":4.5}""",
            $$"""{"result":{{Result}}}"""
        },
        {
            c => c.EvalResults.ScoreRunAsync("a", RunId, 1, "n", ResultId),
            $$"""POST /api/agents/a/eval-runs/{{RunId}}/score {"resultId":"{{ResultId}}","humanScore":1,"humanNotes":"n"}""",
            $$"""{"scored":1,"results":[{{Result}}]}"""
        },
    };

    [Theory]
    [MemberData(nameof(Calls))]
    public async Task Each_method_has_its_route(Func<AshClient, Task> call, string sent, string answer)
    {
        await using ScriptedServer server = ScriptedServer.Answering(Json(200, answer));
        using AshClient client = Clients.ClientOf(server);

        await call(client).Soon();

        Assert.Equal([sent], server.Requests.Select(static request => $"{request} {request.BodyText}"));
    }

    public static TheoryData<Func<AshClient, Task>> Invalid { get; } =
    [
        c => c.EvalCases.ListAsync("a b"),
        c => c.EvalCases.GetAsync("a", "nope"),
        c => c.EvalCases.DeleteAsync("a", ".."),
        c => c.EvalCases.CreateAsync("a", new() { Question = "" }),
        c => c.EvalCases.ChangeAsync("a", CaseId, new() { Question = "" }),
        c => c.EvalCases.ImportAsync("a", [new() { Question = "q" }, new() { Question = "" }]),
        c => c.EvalRuns.GetAsync("a", "compare"),
        c => c.EvalRuns.CompareAsync("a", RunId, "x"),
        c => c.EvalResults.ListAsync("a", "{" + RunId + "}"),
        c => c.EvalResults.ScoreAsync("a", ResultId),
        c => c.EvalResults.ScoreAsync("a", ResultId, 0.9),
        c => c.EvalResults.ScoreAsync("a", ResultId, double.NaN),
        c => c.EvalResults.ScoreRunAsync("a", RunId, 5.1),
        c => c.EvalResults.ScoreRunAsync("a", RunId, 5, resultId: "x"),
        c => c.EvalResults.ScoreRunAsync("a", RunId, notes: new string('n', 10_001)),
    ];

    [Theory]
    [MemberData(nameof(Invalid))]
    public async Task What_the_server_does_not_take_is_not_sent(Func<AshClient, Task> call)
    {
        await using ScriptedServer server = ScriptedServer.Answering(Json(200, "{}"));
        using AshClient client = Clients.ClientOf(server);

        AshException e = await Assert.ThrowsAsync<AshException>(() => call(client)).Soon();

        Assert.Equal(AshErrorCause.InvalidRequest, e.Cause);
        Assert.Equal(0, server.Connections);
    }

    [Fact]
    public async Task Answers_become_objects_with_all_that_they_say()
    {
        await using ScriptedServer server = ScriptedServer.Answering(
            Json(200, $$"""{"case":{{Case}}}"""), Json(200, $$"""{"run":{{Completed}}}"""), Json(200, $$"""{"results":[{{Result}},{{Failure}}]}"""));
        using AshClient client = Clients.ClientOf(server);

        EvalCase one = await client.EvalCases.GetAsync("a", CaseId).Soon();
        EvalRun run = await client.EvalRuns.GetAsync("a", RunId).Soon();
        IReadOnlyList<EvalResult> results = await client.EvalResults.ListAsync("a", RunId).Soon();

        Assert.Equal(["disk", "memory"], one.ExpectedTopics!);
        Assert.Equal("user: hi", Assert.Single(one.ChatHistory!).ToString());
        Assert.Equal((2, TimeSpan.FromSeconds(2.5), true), (run.VersionNumber, run.Duration, run.IsFinished));
        Assert.Equal((0.5, 1.0, 0.25), (run.Summary!.TopicScore, run.Summary.SafetyScore, run.Summary.PassRate));
        Assert.Equal(TimeSpan.FromMilliseconds(13.5), run.Summary.Latency);
        Assert.Equal((0.5, 1.0, 4.5, "x", true), (results[0].TopicScore, results[0].SafetyScore, results[0].HumanScore, results[0].HumanNotes, results[0].Passed));
        Assert.Equal(("a", TimeSpan.FromMilliseconds(13)), (results[0].AgentName, results[0].Latency));
        Assert.Equal((null, "Bridge error: no model", false), (results[1].AgentResponse, results[1].Error, results[1].Passed));
        Assert.All(results, static result => Assert.Empty(result.GetAdditionalProperties()));
    }

    [Fact]
    public async Task A_comparison_says_what_became_of_each_case()
    {
        string better = Result.Replace("\"topicScore\":0.5", "\"topicScore\":1", StringComparison.Ordinal);
        string[] pairs =
        [
            Pair(Result, Result), Pair(Result, better), Pair(better, Result), Pair(Result, Failure), Pair("null", Result), Pair(Result, "null"),
            Pair(Result, Result.Replace("\"completed\"", "\"running\"", StringComparison.Ordinal)), Pair(Failure, Failure),
        ];
        await using ScriptedServer server = ScriptedServer.Answering(Json(200,
            $$$"""{"comparison":{"runA":{{{Completed}}},"runB":{{{Running}}},"results":[{{{string.Join(',', pairs)}}}]}}"""));
        using AshClient client = Clients.ClientOf(server);

        EvalRunComparison compared = await client.EvalRuns.CompareAsync("a", RunId, OtherRunId).Soon();

        Assert.Equal(
            [EvalChange.Same, EvalChange.Better, EvalChange.Worse, EvalChange.Worse, EvalChange.Added, EvalChange.Removed, EvalChange.Unfinished, EvalChange.Same],
            compared.Results.Select(static pair => pair.Change));
        Assert.Equal(0.5, compared.Results[1].TopicScoreChange);
        Assert.Null(compared.Results[3].TopicScoreChange);
        Assert.All(compared.Results, static pair => Assert.Equal("a", pair.AgentName));

        static string Pair(string before, string after) => $$"""{"caseId":"{{CaseId}}","question":"q","resultA":{{before}},"resultB":{{after}}}""";
    }

    [Fact]
    public async Task A_run_in_a_state_that_is_new_is_over_when_the_server_says_when()
    {
        string odd = Completed.Replace("\"completed\"", "\"cancelled\"", StringComparison.Ordinal);
        await using ScriptedServer server = ScriptedServer.Answering(Json(200, $$"""{"run":{{odd}}}"""));
        using AshClient client = Clients.ClientOf(server);

        EvalRun run = await client.EvalRuns.WaitAsync("a", RunId).Soon();

        Assert.Equal("cancelled", run.Status);
    }
}
