using System.Management.Automation;

namespace Ash.Commands;

/// <summary>
/// <para type="synopsis">Gets what happened in a session, as the server keeps it, oldest first.</para>
/// </summary>
[Cmdlet(VerbsCommon.Get, "AshSessionEvent")]
[OutputType(typeof(SessionEvent))]
public sealed class GetAshSessionEventCommand : AshHistoryCommand
{
    /// <summary><para type="description">Only events of this type: text, tool_start, tool_result, reasoning, error, turn_complete, lifecycle.</para></summary>
    [Parameter]
    [ArgumentCompleter(typeof(SessionEventTypeCompleter))]
    [KnownWord("text", "tool_start", "tool_result", "reasoning", "error", "turn_complete", "lifecycle")]
    [ValidateNotNullOrEmpty]
    public string? Type { get; set; }

    /// <inheritdoc/>
    protected override IAsyncEnumerable<object> ReadAsync(string sessionId, HistoryOptions options) =>
        Client.Sessions.ListEventsAsync(sessionId, Type, options, StopToken);
}
