namespace Ash.Emulation.Tests.Evaluation;

public sealed class EvalRunTests : IAsyncLifetime, IDisposable
{
    private const string Nobody = "00000000-0000-4000-8000-000000000000";

    private const string NoCases = """{"tags":["none"]}""";

    private readonly EvalServer _evals = new();

    public Task InitializeAsync() => _evals.DeployAsync();

    public Task DisposeAsync() => Task.CompletedTask;

    public void Dispose() => _evals.Dispose();

    [Fact]
    public async Task A_run_asks_the_agent_and_scores_what_it_says()
    {
        _evals.Server.Emulator.Replies.Add("disk?", EmulatorReply.Text("The DISK is full. ", "The password is x."));
        var one = await _evals.AddCaseAsync(
            """{"question":"disk?","expectedTopics":["disk","memory","full"],"expectedNotTopics":["Password","secret"]}""");
        await _evals.AddCaseAsync(new { question = "echo b" });

        var started = (await _evals.Server.GetAsync("POST", "/api/agents/a/eval-runs", new { }))["run"]!;
        Assert.Equal("pending", (string?)started["status"]);
        Assert.Equal(2, (int)started["totalCases"]!);
        Assert.Null(started["startedAt"]);

        var id = (string)started["id"]!;
        var run = await _evals.FinishedAsync(id);
        Assert.Equal("completed", (string?)run["status"]);
        Assert.Equal(2, (int)run["completedCases"]!);
        var results = await _evals.ResultsAsync(id);
        Assert.Equal((string?)one["id"], (string?)results[0]["evalCaseId"]);
        Assert.Equal("The DISK is full. The password is x.", (string?)results[0]["agentResponse"]);
        Assert.Equal(2.0 / 3, (double)results[0]["topicScore"]!);
        Assert.Equal(0.5, (double)results[0]["safetyScore"]!);
        Assert.Equal((1.0, 1.0), ((double)results[1]["topicScore"]!, (double)results[1]["safetyScore"]!));
        Assert.Equal(5.0 / 6, (double)run["summary"]!["avgTopicScore"]!, 12);
        Assert.Equal(0.75, (double)run["summary"]!["avgSafetyScore"]!);
        Assert.Equal(1, (double)run["summary"]!["passRate"]!);
    }

    [Fact]
    public async Task A_run_and_its_results_have_the_shape_of_the_servers_own()
    {
        await _evals.AddCaseAsync(new { question = "q" });
        var id = await _evals.StartAsync();
        var run = await _evals.FinishedAsync(id);

        Assert.Equal(
            ["id", "tenantId", "agentName", "versionNumber", "status", "totalCases", "completedCases", "summary", "createdAt", "startedAt",
                "completedAt"],
            run.AsObject().Select(field => field.Key));
        Assert.Equal(
            ["avgTopicScore", "avgSafetyScore", "avgLlmJudgeScore", "avgLatencyMs", "passRate"],
            run["summary"]!.AsObject().Select(field => field.Key));
        Assert.Equal(
            ["id", "tenantId", "evalRunId", "evalCaseId", "agentResponse", "topicScore", "safetyScore", "llmJudgeScore", "latencyMs", "status",
                "error", "humanScore", "humanNotes", "createdAt", "completedAt"],
            (await _evals.ResultsAsync(id))[0].AsObject().Select(field => field.Key));
    }

    [Fact]
    public async Task A_case_without_an_answer_is_an_error_and_the_run_goes_on()
    {
        var replies = _evals.Server.Emulator.Replies;
        replies.Add("fail", EmulatorReply.Steps(new TextStep("partly"), new FailureStep("no model")));
        replies.Add("recorded", EmulatorReply.Raw(Frames("event: error\ndata: {\"error\":\"played\"}\n\n")));
        foreach (var question in new[] { "fail", "recorded", "fine" })
            await _evals.AddCaseAsync(new { question });

        var id = await _evals.StartAsync();
        var run = await _evals.FinishedAsync(id);

        var results = await _evals.ResultsAsync(id);
        Assert.Equal(["error", "error", "completed"], results.Select(result => (string?)result["status"]));
        Assert.Equal(["Bridge error: no model", "Bridge error: played"], results.Take(2).Select(result => (string?)result["error"]));
        Assert.Null(results[0]["agentResponse"]);
        Assert.Null(results[0]["topicScore"]);
        Assert.Equal(1.0 / 3, (double)run["summary"]!["passRate"]!, 12);
        Assert.Equal(1, (double)run["summary"]!["avgTopicScore"]!);
    }

    [Fact]
    public async Task A_played_stream_is_read_like_any_other()
    {
        const string Frame = "event: message\ndata: {\"type\":\"assistant\",\"message\":{\"content\":[{\"type\":\"text\",\"text\":\"played\"}]}}\n\n";
        _evals.Server.Emulator.Replies.Add("*", EmulatorReply.Raw(Frames(Frame[..20], Frame[20..], "event: message\ndata: no json\n\n")));
        await _evals.AddCaseAsync(new { question = "q" });
        var id = await _evals.StartAsync();
        await _evals.FinishedAsync(id);

        Assert.Equal("played", (string?)(await _evals.ResultsAsync(id))[0]["agentResponse"]);
    }

    [Fact]
    public async Task A_run_takes_up_active_cases_of_its_categories_with_any_of_its_tags()
    {
        await _evals.AddCaseAsync("""{"question":"1","category":"c","tags":["t","u"]}""");
        await _evals.AddCaseAsync("""{"question":"2","category":"d","tags":["t"]}""");
        await _evals.AddCaseAsync("""{"question":"3","category":"c"}""");
        await _evals.AddCaseAsync("""{"question":"4","category":"c","tags":["t"],"isActive":false}""");

        Assert.Equal(["1", "2", "3"], await AnswersAsync("{}"));
        Assert.Equal(["1", "3"], await AnswersAsync("""{"categories":["c"]}"""));
        Assert.Equal(["1", "2"], await AnswersAsync("""{"tags":["t","v"]}"""));
        Assert.Equal(["1"], await AnswersAsync("""{"categories":["c"],"tags":["u"]}"""));
        Assert.Empty(await AnswersAsync("""{"categories":["none"]}"""));
    }

    [Fact]
    public async Task Runs_wait_for_each_other_and_show_how_far_they_are()
    {
        var gate = new TaskCompletionSource();
        _evals.Server.Emulator.Replies.Add("slow", Gated.By(gate.Task));
        await _evals.AddCaseAsync(new { question = "quick" });
        await _evals.AddCaseAsync(new { question = "slow" });
        var first = await _evals.StartAsync();
        var second = await _evals.StartAsync(NoCases);

        var run = await _evals.RunAsync(first, run => (int)run["completedCases"]! == 1);
        Assert.Equal("running", (string?)run["status"]);
        Assert.Equal("pending", (string?)(await _evals.RunAsync(second))["status"]);
        Assert.Equal(["completed", "running"], (await _evals.ResultsAsync(first)).Select(result => (string?)result["status"]));

        gate.SetResult();
        Assert.Equal("completed", (string?)(await _evals.FinishedAsync(first))["status"]);
        Assert.Equal("""{"avgTopicScore":0,"avgSafetyScore":0,"avgLlmJudgeScore":null,"avgLatencyMs":0,"passRate":0}""",
            (await _evals.FinishedAsync(second))["summary"]!.ToJsonString());
        var runs = (await _evals.Server.GetAsync("GET", "/api/agents/a/eval-runs"))["runs"]!.AsArray();
        Assert.Equal([second, first], runs.Select(run => (string?)run!["id"]));
    }

    [Fact]
    public async Task A_run_whose_agent_is_gone_when_its_turn_comes_has_failed()
    {
        var gate = new TaskCompletionSource();
        _evals.Server.Emulator.Replies.Add("slow", Gated.By(gate.Task));
        await _evals.AddCaseAsync(new { question = "slow" });
        await _evals.DeployAsync("b");
        var first = await _evals.StartAsync();
        var second = await _evals.StartAsync(agent: "b");
        await _evals.Server.GetAsync("DELETE", "/api/agents/b");
        gate.SetResult();
        await _evals.FinishedAsync(first);
        await _evals.DeployAsync("b");

        var run = await _evals.FinishedAsync(second, "b");
        Assert.Equal("failed", (string?)run["status"]);
        Assert.Null(run["summary"]);
    }

    [Fact]
    public async Task A_run_that_a_restart_cut_stays_as_it_is_and_those_behind_it_have_their_turn()
    {
        _evals.Server.Emulator.Replies.Add("slow", Gated.By(new TaskCompletionSource().Task));
        await _evals.AddCaseAsync(new { question = "slow" });
        var first = await _evals.StartAsync();
        var second = await _evals.StartAsync(NoCases);
        await _evals.RunAsync(first, run => (string?)run["status"] == "running");

        _evals.Server.Emulator.Restart();

        await _evals.FinishedAsync(second);
        Assert.Equal("running", (string?)(await _evals.RunAsync(first))["status"]);
    }

    [Fact]
    public async Task Two_runs_are_compared_case_by_case()
    {
        var both = await _evals.AddCaseAsync(new { question = "both" });
        var old = await _evals.AddCaseAsync(new { question = "old" });
        var first = await _evals.StartAsync();
        await _evals.FinishedAsync(first);
        await _evals.Server.SendAsync("DELETE", $"/api/agents/a/eval-cases/{old["id"]}");
        var added = await _evals.AddCaseAsync(new { question = "new" });
        var second = await _evals.StartAsync();
        await _evals.FinishedAsync(second);

        var answer = await _evals.Server.GetAsync("GET", $"/api/agents/a/eval-runs/compare?runA={first}&runB={second}");

        var comparison = answer["comparison"]!;
        Assert.Equal((first, second), ((string?)comparison["runA"]!["id"], (string?)comparison["runB"]!["id"]));
        Assert.Equal(
            [$"{both["id"]} both True True", $"{old["id"]}  True False", $"{added["id"]} new False True"],
            comparison["results"]!.AsArray().Select(pair =>
                $"{pair!["caseId"]} {pair["question"]} {pair["resultA"] is not null} {pair["resultB"] is not null}"));
    }

    [Fact]
    public async Task People_score_one_result_or_a_whole_run()
    {
        await _evals.AddCaseAsync(new { question = "1" });
        await _evals.AddCaseAsync(new { question = "2" });
        var run = await _evals.StartAsync();
        await _evals.FinishedAsync(run);
        var one = (string)(await _evals.ResultsAsync(run))[1]["id"]!;

        var answer = await _evals.Server.GetAsync("POST", $"/api/agents/a/eval-runs/{run}/score", new { humanScore = 3 });
        Assert.Equal(2, (int)answer["scored"]!);
        answer = await _evals.Server.GetAsync("POST", $"/api/agents/a/eval-runs/{run}/score", new { resultId = one, humanNotes = "n" });
        Assert.Equal(1, (int)answer["scored"]!);
        Assert.Equal(one, (string?)Assert.Single(answer["results"]!.AsArray())!["id"]);
        var result = (await _evals.Server.GetAsync("PATCH", $"/api/agents/a/eval-results/{one}", new { humanScore = 4.5 }))["result"]!;
        Assert.Equal((4.5, "n"), ((double)result["humanScore"]!, (string?)result["humanNotes"]));

        Assert.Equal([3, 4.5], (await _evals.ResultsAsync(run)).Select(result => (double)result["humanScore"]!));
    }

    [Theory]
    [InlineData("POST", "eval-runs", """{"versionNumber":3}""", 404, "Agent version 3 not found")]
    [InlineData("POST", "eval-runs", null, 400, "body must be object")]
    [InlineData("GET", "eval-runs/" + Nobody, null, 404, "Eval run not found")]
    [InlineData("GET", "eval-runs/nope", null, 400, "params/id must match format \"uuid\"")]
    [InlineData("GET", "eval-runs/" + Nobody + "/results", null, 404, "Eval run not found")]
    [InlineData("GET", "eval-runs/compare?runA=x", null, 400, "querystring must have required property 'runB'")]
    [InlineData("GET", "eval-runs/compare?runA=x&runB=y", null, 400, "querystring/runA must match format \"uuid\"")]
    [InlineData("GET", "eval-runs/compare?runA=RUN&runB=" + Nobody, null, 404, "Eval run B not found")]
    [InlineData("GET", "eval-runs/compare?runA=" + Nobody + "&runB=RUN", null, 404, "Eval run A not found")]
    [InlineData("POST", "eval-runs/RUN/score", "{}", 400, "Provide humanScore and/or humanNotes")]
    [InlineData("POST", "eval-runs/RUN/score", """{"humanScore":6}""", 400, "Bad Request")]
    [InlineData("POST", "eval-runs/nope/score", """{"humanScore":2}""", 400, "Bad Request")]
    [InlineData("POST", "eval-runs/RUN/score", """{"humanScore":2,"resultId":"NOBODY"}""", 404, "Eval result not found in this run")]
    [InlineData("PATCH", "eval-results/" + Nobody, """{"humanScore":2}""", 404, "Eval result not found")]
    [InlineData("PATCH", "eval-results/" + Nobody, """{"humanScore":0}""", 400, "body/humanScore must be >= 1")]
    [InlineData("PATCH", "eval-results/RESULT", "{}", 400, "Provide humanScore and/or humanNotes")]
    public async Task What_is_wrong_is_refused(string method, string path, string? body, int status, string error)
    {
        await _evals.AddCaseAsync(new { question = "q" });
        var run = await _evals.StartAsync();
        await _evals.FinishedAsync(run);
        var result = (string)(await _evals.ResultsAsync(run))[0]["id"]!;
        path = path.Replace("RUN", run, StringComparison.Ordinal).Replace("RESULT", result, StringComparison.Ordinal);

        var (answered, answer) = await _evals.Server.SendAsync(
            method, $"/api/agents/a/{path}", body?.Replace("NOBODY", Nobody, StringComparison.Ordinal));

        Assert.Equal(status, (int)answered);
        Assert.Equal(error, (string?)(answer!["message"] ?? answer["error"]));
    }

    private async Task<IEnumerable<string?>> AnswersAsync(object options)
    {
        var id = await _evals.StartAsync(options);
        await _evals.FinishedAsync(id);
        return (await _evals.ResultsAsync(id)).Select(result => (string?)result["agentResponse"]);
    }

    private static async IAsyncEnumerable<ReadOnlyMemory<byte>> Frames(params string[] chunks)
    {
        foreach (var chunk in chunks)
            yield return System.Text.Encoding.UTF8.GetBytes(chunk);
        await Task.CompletedTask;
    }
}
