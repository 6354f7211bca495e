using System.Text.Json.Serialization;

namespace Ash;

/// <summary>A file in a session's workspace.</summary>
public sealed class SessionFile : ServerFile
{
    /// <summary>The session.</summary>
    [JsonIgnore]
    public string SessionId { get; internal set; } = string.Empty;

    /// <summary>Where the server has it from: <c>sandbox</c>, or <c>snapshot</c> where the session has no sandbox.</summary>
    [JsonIgnore]
    public string? Source { get; internal set; }
}
