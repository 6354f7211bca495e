using System.Text.Json;
using System.Text.Json.Serialization;

namespace Ash.Http;

/// <summary><c>{"agent": …}</c>.</summary>
internal sealed class AgentBody
{
    public required Agent Agent { get; init => field = value ?? throw new JsonException(); }
}

/// <summary><c>{"agents": […]}</c>.</summary>
internal sealed class AgentListBody
{
    public required IReadOnlyList<Agent> Agents { get; init => field = Items.AllThere(value); }
}

/// <summary>The body of <c>POST /api/agents</c>.</summary>
internal sealed class PublishBody
{
    public required string Name { get; init; }

    public string? Path { get; init; }

    public string? SystemPrompt { get; init; }

    public IReadOnlyDictionary<string, string>? Env { get; init; }

    public IReadOnlyList<FileBody>? Files { get; init; }

    internal sealed class FileBody
    {
        public required string Path { get; init; }

        /// <summary>Goes as base64.</summary>
        public required byte[] Content { get; init; }
    }
}

/// <summary>The body of <c>POST /api/agents/{name}/files</c>.</summary>
internal sealed class AgentFilesBody
{
    public required IReadOnlyList<PublishBody.FileBody> Files { get; init; }
}

/// <summary><c>{"written": n}</c>.</summary>
internal sealed class WrittenBody
{
    public int Written { get; init; }
}

/// <summary>The body of <c>PATCH /api/agents/{name}</c>.</summary>
internal sealed class AgentChangeBody
{
    public IReadOnlyDictionary<string, string>? Env { get; init; }

    [JsonConverter(typeof(RawJsonConverter))]
    public string? Config { get; init; }
}

/// <summary><c>{"ok": true}</c>: it worked.</summary>
internal sealed class OkBody
{
    public bool Ok { get; init; }
}

/// <summary><c>{"deleted": true}</c>.</summary>
internal sealed class DeletedBody
{
    public bool Deleted { get; init; }
}
