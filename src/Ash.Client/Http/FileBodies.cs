namespace Ash.Http;

/// <summary><c>{"files": […], "source": …}</c> of a session.</summary>
internal sealed class SessionFileListBody
{
    public required IReadOnlyList<SessionFile> Files { get; init => field = Items.AllThere(value); }

    /// <summary><c>sandbox</c>, or <c>snapshot</c> where the session has no sandbox.</summary>
    public required string Source { get; init; }
}

/// <summary><c>{"files": […]}</c> of an agent.</summary>
internal sealed class AgentFileListBody
{
    public required IReadOnlyList<AgentFile> Files { get; init => field = Items.AllThere(value); }
}

/// <summary>The body of <c>POST /api/sessions/{id}/files</c>, without what is in the files.</summary>
internal sealed class SessionFilesBody
{
    public string? TargetPath { get; init; }

    public required IReadOnlyList<EntryBody> Files { get; init; }

    internal sealed class EntryBody
    {
        public required string Path { get; init; }

        public required string MimeType { get; init; }

        /// <summary>The place for the file's content, which goes there while the body is sent: see <see cref="FileContent"/>.</summary>
        public string Content { get; } = string.Empty;
    }
}

/// <summary><c>{"files": [{"path": …, "written": …}]}</c>, in the order of the request.</summary>
internal sealed class SentSessionFileListBody
{
    public required IReadOnlyList<SentSessionFile> Files { get; init => field = Items.AllThere(value); }
}

/// <summary>The body of <c>POST /api/sessions/{id}/workspace</c>, without the bundle.</summary>
internal sealed class WorkspaceBody
{
    /// <summary>The place for the bundle, which goes there while the body is sent: see <see cref="FileContent"/>.</summary>
    public string Bundle { get; } = string.Empty;
}

/// <summary>The body of <c>POST /api/sessions/{id}/attachments</c>.</summary>
internal sealed class AttachmentContentBody
{
    public required string Filename { get; init; }

    public required string MimeType { get; init; }

    public string? MessageId { get; init; }

    /// <summary>Goes as base64.</summary>
    public required byte[] Content { get; init; }
}

/// <summary><c>{"attachment": …}</c>.</summary>
internal sealed class AttachmentBody
{
    public required Attachment Attachment { get; init => field = value ?? throw new System.Text.Json.JsonException(); }
}

/// <summary><c>{"attachments": […]}</c>.</summary>
internal sealed class AttachmentListBody
{
    public required IReadOnlyList<Attachment> Attachments { get; init => field = Items.AllThere(value); }
}
