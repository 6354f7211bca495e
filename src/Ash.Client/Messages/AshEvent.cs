using System.Text;
using System.Text.Json;

namespace Ash;

/// <summary>
/// One event of a turn, as the server sent it. Kinds that are known are subclasses with typed properties; any other is an
/// <see cref="AshEvent"/> with its data whole.
/// </summary>
/// <remarks>
/// The event keeps the bytes that arrived, which are known to be JSON, and reads them when a property is asked for: most events of
/// a stream are passed on or filtered by <see cref="Type"/> without anyone looking inside.
/// </remarks>
public class AshEvent
{
    private readonly DateTime _receivedAt;
    private JsonDocument? _document;

    internal AshEvent(EventFrame frame)
    {
        Type = frame.Type;
        SessionId = frame.SessionId;
        Sequence = frame.Sequence;
        _receivedAt = frame.ReceivedAt.UtcDateTime;
        Utf8Data = frame.Utf8Data;
    }

    /// <summary>The server's own word for the kind, for example <c>message</c> or <c>done</c>.</summary>
    public string Type { get; }

    /// <summary>The session whose turn it belongs to.</summary>
    public string SessionId { get; }

    /// <summary>1, 2, … within the turn.</summary>
    public long Sequence { get; }

    /// <summary>When it arrived, in local time.</summary>
    public DateTime ReceivedAt => _receivedAt.ToLocalTime();

    private protected byte[] Utf8Data { get; }

    private protected JsonElement Root => (_document ??= JsonDocument.Parse(Utf8Data, EventFrame.DocumentOptions)).RootElement;

    /// <summary>The event's data: the bytes that arrived, without a copy.</summary>
    /// <returns>JSON in UTF-8.</returns>
    public ReadOnlyMemory<byte> GetUtf8Data() => Utf8Data;

    /// <summary>The event's data as text.</summary>
    /// <returns>JSON.</returns>
    public string GetJson() => Encoding.UTF8.GetString(Utf8Data);

    /// <summary>The event's data, parsed.</summary>
    /// <returns>The root element. It lives as long as the event.</returns>
    public virtual JsonElement GetData() => Root;

    /// <summary>What happened, in a line.</summary>
    /// <returns>For example the text of a message, or a tool and its input.</returns>
    public override string ToString() => GetJson();
}
