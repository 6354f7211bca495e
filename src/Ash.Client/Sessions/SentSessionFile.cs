using System.Text.Json.Serialization;

namespace Ash;

/// <summary>What became of a file that was sent to a session's workspace.</summary>
public sealed class SentSessionFile : SentFile
{
    /// <summary>The session.</summary>
    [JsonIgnore]
    public string SessionId { get; internal set; } = string.Empty;
}
