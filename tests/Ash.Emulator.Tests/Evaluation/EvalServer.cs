using System.Text.Json.Nodes;

namespace Ash.Emulation.Tests.Evaluation;

/// <summary>A server with an agent <c>a</c>, and what tests of its evaluation do to it.</summary>
public sealed class EvalServer : IDisposable
{
    public AshServer Server { get; } = new();

    public Task DeployAsync(string agent = "a") => Server.GetAsync("POST", "/api/agents", new { name = agent, systemPrompt = "x" });

    public async Task<JsonNode> AddCaseAsync(object one) => (await Server.GetAsync("POST", "/api/agents/a/eval-cases", one))["case"]!;

    public async Task<string> StartAsync(object? options = null, string agent = "a") =>
        (string)(await Server.GetAsync("POST", $"/api/agents/{agent}/eval-runs", options ?? new { }))["run"]!["id"]!;

    public async Task<JsonNode> RunAsync(string id, string agent = "a") =>
        (await Server.GetAsync("GET", $"/api/agents/{agent}/eval-runs/{id}"))["run"]!;

    /// <summary>The run, when it is as a test waits for it to be.</summary>
    public async Task<JsonNode> RunAsync(string id, Func<JsonNode, bool> when, string agent = "a")
    {
        var patience = AshServer.Soon;
        while (true)
        {
            patience.ThrowIfCancellationRequested();
            var run = await RunAsync(id, agent);
            if (when(run))
                return run;
        }
    }

    public Task<JsonNode> FinishedAsync(string id, string agent = "a") => RunAsync(id, run => run["completedAt"] is not null, agent);

    public async Task<IReadOnlyList<JsonNode>> ResultsAsync(string id, string agent = "a") =>
        [.. (await Server.GetAsync("GET", $"/api/agents/{agent}/eval-runs/{id}/results"))["results"]!.AsArray().Select(result => result!)];

    public void Dispose() => Server.Dispose();
}
