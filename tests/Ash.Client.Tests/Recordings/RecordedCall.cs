using System.Text.Json;
using System.Text.Json.Nodes;
using Ash.Http;

namespace Ash.Tests;

/// <summary>Repeats a recorded request through the client's own method for its route.</summary>
internal static class RecordedCall
{
    /// <summary>The member of the answer that the method gives back; null where the client has no method for the route, "" for the whole.</summary>
    public static string? AnswerMember(SeenRequest request) => (request.Method, Segments(request)) switch
    {
        ("GET", ["health"]) => "",
        ("GET", ["api", "agents"]) => "agents",
        ("POST", ["api", "agents"]) or ("GET", ["api", "agents", _]) => "agent",
        ("GET", ["api", "agents", _, "versions"]) => "versions",
        ("POST", ["api", "agents", _, "versions"]) => "version",
        ("GET", ["api", "sessions"]) when !request.Target.Contains("limit=", StringComparison.Ordinal) => "sessions",
        ("POST", ["api", "sessions"]) or ("GET", ["api", "sessions", _]) or ("DELETE", ["api", "sessions", _]) => "session",
        ("POST", ["api", "sessions", _, "pause" or "resume" or "stop"]) => "session",
        ("POST", ["api", "credentials"]) => "credential",
        ("GET", ["api", "credentials"]) => "credentials",
        ("GET", ["api", "queue"]) => "items",
        ("GET", ["api", "queue", "stats"]) => "stats",
        ("POST", ["api", "queue"]) or ("GET" or "DELETE", ["api", "queue", _]) => "item",
        ("GET", ["api", "usage"]) => "events",
        ("GET", ["api", "usage", "stats"]) => "stats",
        ("GET", ["api", "analytics"]) or ("POST", ["api", "api-keys"]) => "",
        ("GET", ["api", "api-keys"]) => "keys",
        _ => null,
    };

    /// <summary>Sends the request. The objects that the client makes of the answer are given back.</summary>
    public static async Task<IReadOnlyList<object>> SendAsync(AshClient client, SeenRequest request) => (request.Method, Segments(request)) switch
    {
        ("GET", ["health"]) => [await client.GetHealthAsync()],
        ("GET", ["api", "agents"]) => await client.Agents.ListAsync(),
        ("GET", ["api", "agents", var name]) => [await client.Agents.GetAsync(name)],
        ("POST", ["api", "agents"]) => [await PublishAsync(client, request)],
        ("GET", ["api", "agents", var name, "versions"]) => await client.AgentVersions.ListAsync(name),
        ("POST", ["api", "agents", var name, "versions"]) => [await client.AgentVersions.CreateAsync(name, new())],
        ("GET", ["api", "sessions"]) => await client.Sessions.ListAsync(request.Target.Split("?agent=").ElementAtOrDefault(1)),
        ("POST", ["api", "sessions"]) => [await client.Sessions.CreateAsync(SessionOptionsOf(request))],
        ("GET", ["api", "sessions", var id]) => [await client.Sessions.GetAsync(id)],
        ("DELETE", ["api", "sessions", var id]) => [await client.Sessions.EndAsync(id)],
        ("POST", ["api", "sessions", var id, "pause"]) => [await client.Sessions.PauseAsync(id)],
        ("POST", ["api", "sessions", var id, "resume"]) => [await client.Sessions.ResumeAsync(id)],
        ("POST", ["api", "sessions", var id, "stop"]) => [await client.Sessions.ReleaseSandboxAsync(id)],
        ("POST", ["api", "credentials"]) => [await client.Credentials.CreateAsync("anthropic", "any")],
        ("GET", ["api", "credentials"]) => await client.Credentials.ListAsync(),
        ("GET", ["api", "queue"]) => await client.Queue.ListAsync(limit: LimitOf(request)),
        ("GET", ["api", "queue", "stats"]) => [await client.Queue.CountAsync()],
        ("POST", ["api", "queue"]) => [await client.Queue.AddAsync(new() { AgentName = "any", Prompt = "any" })],
        ("GET", ["api", "queue", var id]) => [await client.Queue.GetAsync(id)],
        ("DELETE", ["api", "queue", var id]) => [await client.Queue.CancelAsync(id)],
        ("GET", ["api", "usage"]) => await client.Usage.ListEventsAsync(first: LimitOf(request)).ToListAsync(),
        ("GET", ["api", "usage", "stats"]) => [await client.Usage.GetTotalsAsync()],
        ("GET", ["api", "analytics"]) => [await client.Usage.GetAnalyticsAsync()],
        ("POST", ["api", "api-keys"]) => [await client.ApiKeys.CreateAsync()],
        ("GET", ["api", "api-keys"]) => await client.ApiKeys.ListAsync(),
        ("POST", ["api", "sessions", var id, "messages"]) => await client.Messages.SendAsync(id, "hello").ToListAsync(),
        _ => throw new InvalidOperationException($"The client has no method for {request}."),
    };

    /// <summary>Sends a request for whose route the client has no method.</summary>
    public static async Task SendRawAsync(AshClientOptions options, SeenRequest request)
    {
        using AshTransport transport = new(options);
        byte[]? body = request.Body.Length == 0 ? null : request.Body;
        await transport.SendAsync(new(request.Method), request.Target, body, AshJsonContext.Default.ErrorBody, CancellationToken.None);
    }

    public static SessionOptions SessionOptionsOf(SeenRequest request)
    {
        JsonNode? body = TryParse(request.Body);
        return new()
        {
            // A request that the client would not send at all is sent in a good form: it is the answer that counts.
            Agent = body?["agent"]?.GetValue<string>() ?? "any",
            Model = body?["model"]?.GetValue<string>(),
            SystemPrompt = body?["systemPrompt"]?.GetValue<string>(),
            PermissionMode = body?["permissionMode"]?.GetValue<string>(),
            AllowedTools = body?["allowedTools"].Deserialize<string[]>(),
            McpServers = body?["mcpServers"]?.ToJsonString(),
            CredentialId = body?["credentialId"]?.GetValue<string>(),
            Environment = body?["extraEnv"].Deserialize<Dictionary<string, string>>(),
        };
    }

    private static async Task<Agent> PublishAsync(AshClient client, SeenRequest request)
    {
        AgentDeployment deployed = TryParse(request.Body)?["path"] is JsonValue path && path.TryGetValue(out string? folder)
            ? await client.Agents.PublishServerPathAsync("any", folder)
            : await client.Agents.PublishSystemPromptAsync("any", "You are helpful.");
        return deployed.Agent;
    }

    private static int LimitOf(SeenRequest request) => int.Parse(request.Target.Split("limit=")[1], null);

    private static JsonNode? TryParse(byte[] body)
    {
        try
        {
            return JsonNode.Parse(body);
        }
        catch (JsonException)
        {
            return null;
        }
    }

    private static string[] Segments(SeenRequest request) => request.Target.Split('?')[0].Split('/', StringSplitOptions.RemoveEmptyEntries);
}
