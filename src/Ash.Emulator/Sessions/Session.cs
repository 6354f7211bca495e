using System.Text.Json;
using Ash.Emulation.Files;
using Ash.Emulation.Json;
using Ash.Emulation.Messages;
using Ash.Emulation.Sandboxes;

namespace Ash.Emulation.Sessions;

/// <summary>A session and what the server keeps of it. Whoever changes it locks it.</summary>
internal sealed class Session
{
    private readonly List<StoredMessage> _messages = [];
    private readonly List<TimelineEvent> _events = [];

    public required string Id { get; init; }

    public required string AgentName { get; init; }

    public required DateTimeOffset CreatedAt { get; init; }

    public string? ParentSessionId { get; init; }

    public string? Model { get; set; }

    public string PermissionMode { get; init; } = "bypassPermissions";

    public string SandboxId { get; private set; } = "";

    public string Status { get; private set; } = SessionStatus.Active;

    public DateTimeOffset LastActiveAt { get; private set; }

    /// <summary>The sandbox, dead or alive; null from a stop until the next resume.</summary>
    public Sandbox? Sandbox { get; private set; }

    /// <summary>The workspace as it was when the last sandbox went away.</summary>
    public FileTree? Snapshot { get; set; }

    /// <summary>How many turns were begun.</summary>
    public int Turns { get; set; }

    public void MoveTo(Sandbox sandbox)
    {
        Sandbox = sandbox;
        SandboxId = sandbox.Id;
    }

    /// <summary>Gives up the sandbox and keeps a snapshot of its workspace.</summary>
    public Sandbox? LeaveSandbox(DateTimeOffset now)
    {
        var sandbox = Sandbox;
        Snapshot = sandbox?.Files.TakeSnapshot(now) ?? Snapshot;
        Sandbox = null;
        return sandbox;
    }

    /// <summary>The files, in the sandbox or as the last one left them.</summary>
    public (FileTree Files, string Source)? OpenWorkspace() =>
        Sandbox is { IsAlive: true } sandbox ? (sandbox.Files, "sandbox")
        : (Sandbox?.Files ?? Snapshot) is { } files ? (files, "snapshot")
        : null;

    public void SetStatus(string status, DateTimeOffset now)
    {
        Status = status;
        LastActiveAt = now;
    }

    public void Touch(DateTimeOffset now) => LastActiveAt = now;

    public void AddMessage(string role, string content, DateTimeOffset now)
    {
        lock (this)
            _messages.Add(new StoredMessage(Guid.NewGuid().ToString(), role, content, _messages.Count + 1, now));
    }

    public void CopyMessagesFrom(Session parent)
    {
        foreach (var message in parent.Messages())
            _messages.Add(message with { Id = Guid.NewGuid().ToString() });
    }

    public void AddEvent(string type, string data, DateTimeOffset now)
    {
        lock (this)
            _events.Add(new TimelineEvent(Guid.NewGuid().ToString(), type, _events.Count + 1, now, data));
    }

    public IReadOnlyList<StoredMessage> Messages()
    {
        lock (this)
            return [.. _messages];
    }

    public IReadOnlyList<TimelineEvent> Events()
    {
        lock (this)
            return [.. _events];
    }

    /// <summary>Writes the session. The server's answers to a change show the moment of the activity before it.</summary>
    public void WriteTo(Utf8JsonWriter json, DateTimeOffset? lastActiveAt = null)
    {
        json.WriteStartObject();
        json.WriteString("id", Id);
        json.WriteString("agentName", AgentName);
        json.WriteString("sandboxId", SandboxId);
        json.WriteString("status", Status);
        json.WriteTime("createdAt", CreatedAt);
        json.WriteTime("lastActiveAt", lastActiveAt ?? LastActiveAt);
        json.WriteString("tenantId", "default");
        json.WriteNull("runnerId");
        json.WriteString("parentSessionId", ParentSessionId);
        json.WriteEndObject();
    }
}
