using System.Text.Json;

namespace Ash;

/// <summary>What every event is made from.</summary>
internal readonly record struct EventFrame(
    string Type, string SessionId, long Sequence, DateTimeOffset ReceivedAt, byte[] Utf8Data)
{
    /// <summary>As deep as <c>ConvertFrom-Json</c> goes; a frame that nests deeper counts as malformed.</summary>
    public const int MaxDepth = 1024;

    public static readonly JsonDocumentOptions DocumentOptions = new() { MaxDepth = MaxDepth };

    public static readonly JsonReaderOptions ReaderOptions = new() { MaxDepth = MaxDepth };
}
