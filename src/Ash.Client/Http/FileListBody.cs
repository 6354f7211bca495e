namespace Ash.Http;

/// <summary>What is read so far of <c>GET /api/sessions/{id}/files</c>.</summary>
internal sealed class FileListBody
{
    /// <summary><c>sandbox</c>, or <c>snapshot</c> where the session has no sandbox.</summary>
    public required string Source { get; init; }
}
