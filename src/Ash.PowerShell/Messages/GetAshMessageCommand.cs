using System.Management.Automation;

namespace Ash.Commands;

/// <summary>
/// <para type="synopsis">Gets the messages of a session that the server keeps, oldest first.</para>
/// </summary>
[Cmdlet(VerbsCommon.Get, "AshMessage")]
[OutputType(typeof(StoredMessage))]
public sealed class GetAshMessageCommand : AshHistoryCommand
{
    /// <inheritdoc/>
    protected override IAsyncEnumerable<object> ReadAsync(string sessionId, HistoryOptions options) =>
        Client.Messages.ListAsync(sessionId, options, StopToken);
}
