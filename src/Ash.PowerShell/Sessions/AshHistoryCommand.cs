using System.Management.Automation;

namespace Ash.Commands;

/// <summary>A command that reads a history of sessions, oldest first, page by page.</summary>
public abstract class AshHistoryCommand : AshServerCommand
{
    /// <summary><para type="description">Sessions, in whatever state: objects from Get-AshSession, ids, or anything with a SessionId or Id.</para></summary>
    [Parameter(Position = 0, Mandatory = true, ValueFromPipeline = true, ValueFromPipelineByPropertyName = true)]
    [Alias("SessionId", "Id")]
    [ArgumentCompleter(typeof(SessionIdCompleter))]
    [Identity("SessionId", "Session", "Id")]
    [ValidateNotNullOrEmpty]
    public string[]? Session { get; set; }

    /// <summary><para type="description">Only what comes after this Sequence (of a log: this Index).</para></summary>
    [Parameter]
    [ArgumentCompleter(typeof(NothingCompleter))]
    [ValidateRange(0L, long.MaxValue)]
    public long? After { get; set; }

    /// <summary><para type="description">At most so many of each session.</para></summary>
    [Parameter]
    [ArgumentCompleter(typeof(NothingCompleter))]
    [ValidateRange(1L, long.MaxValue)]
    public long? First { get; set; }

    /// <summary><para type="description">Go on at the end with what is added then, until Ctrl+C. It looks every two seconds.</para></summary>
    [Parameter]
    public SwitchParameter Wait { get; set; }

    /// <summary>Reads the history of one session.</summary>
    /// <param name="sessionId">The session.</param>
    /// <param name="options">Which part.</param>
    /// <returns>The history.</returns>
    protected abstract IAsyncEnumerable<object> ReadAsync(string sessionId, HistoryOptions options);

    /// <inheritdoc/>
    protected sealed override void Process()
    {
        HistoryOptions options = new() { After = After, First = First, Follow = Wait };
        foreach (string id in Session!)
        {
            ForTarget(id, () =>
            {
                foreach (object item in Await(ReadAsync(id, options))) WriteObject(item);
            });
        }
    }
}
