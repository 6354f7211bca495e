using System.Text.Json;

namespace Ash;

/// <summary>A frame whose data is not the JSON that every event of an Ash server has. The stream goes on behind it.</summary>
public sealed class MalformedEvent : AshEvent
{
    private readonly string _reason;

    internal MalformedEvent(EventFrame frame, string reason)
        : base(frame) => _reason = reason;

    /// <summary>What is wrong with it.</summary>
    public string Reason => _reason;

    /// <summary>The data as text; bytes that are no UTF-8 show as U+FFFD.</summary>
    public string RawText => GetJson();

    /// <summary>There is nothing to parse.</summary>
    /// <returns><see cref="JsonValueKind.Undefined"/>.</returns>
    public override JsonElement GetData() => default;

    /// <inheritdoc/>
    public override string ToString() => Reason;
}
