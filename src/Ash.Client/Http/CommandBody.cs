namespace Ash.Http;

/// <summary>The body of <c>POST /api/sessions/{id}/exec</c>.</summary>
internal sealed class CommandBody
{
    public required string Command { get; init; }

    /// <summary>In milliseconds.</summary>
    public int? Timeout { get; init; }
}
