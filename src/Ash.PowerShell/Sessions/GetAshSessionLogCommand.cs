using System.Management.Automation;

namespace Ash.Commands;

/// <summary>
/// <para type="synopsis">Gets the log of a session's sandbox. It is empty where the session has none.</para>
/// </summary>
[Cmdlet(VerbsCommon.Get, "AshSessionLog")]
[OutputType(typeof(SessionLogLine))]
public sealed class GetAshSessionLogCommand : AshHistoryCommand
{
    /// <inheritdoc/>
    protected override IAsyncEnumerable<object> ReadAsync(string sessionId, HistoryOptions options) =>
        Client.Sessions.ReadLogAsync(sessionId, options, StopToken);
}
