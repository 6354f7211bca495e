using System.Management.Automation;

namespace Ash.Commands;

/// <summary>
/// <para type="synopsis">Puts messages in the server's queue, for an agent to answer when their turn comes.</para>
/// </summary>
[Cmdlet(VerbsCommon.Add, "AshQueueItem", SupportsShouldProcess = true, ConfirmImpact = ConfirmImpact.Medium)]
[OutputType(typeof(QueueItem))]
public sealed class AddAshQueueItemCommand : AshServerCommand
{
    private bool _isSessionTyped;

    /// <summary><para type="description">The agent: its name, or an object from Get-AshAgent. Whether there is one is found out when the item's turn comes.</para></summary>
    [Parameter(Position = 0, Mandatory = true, ValueFromPipelineByPropertyName = true)]
    [Alias("AgentName")]
    [ArgumentCompleter(typeof(AgentNameCompleter))]
    [Identity("AgentName", "Agent", "Name")]
    [ValidateNotNullOrEmpty]
    public string? Agent { get; set; }

    /// <summary><para type="description">The message. Several become an item each. An item that is piped in, from Get-AshQueueItem, is put in once more.</para></summary>
    [Parameter(Position = 1, Mandatory = true, ValueFromPipeline = true, ValueFromPipelineByPropertyName = true)]
    [Alias("Prompt")]
    [ArgumentCompleter(typeof(NothingCompleter))]
    [Identity("Message", "Prompt", Advice =
        "The message is missing: Add-AshQueueItem reviewer 'Hello', or $session | Add-AshQueueItem -Message 'Hello'. Out-String makes text of any object.")]
    [AllowEmptyString]
    public string[]? Message { get; set; }

    /// <summary><para type="description">The session that gets the message: an id, or an object from Get-AshSession. It has to be active when the item's turn comes. Without it the server makes a new one for each item, and it stays.</para></summary>
    [Parameter(ValueFromPipelineByPropertyName = true)]
    [Alias("SessionId")]
    [ArgumentCompleter(typeof(SessionIdCompleter))]
    [Identity("SessionId", "Session", "Id", IsOptional = true)]
    [AllowNull]
    [AllowEmptyString]
    public string? Session { get; set; }

    /// <summary><para type="description">Items with a higher number have their turn first. Without it: 0.</para></summary>
    [Parameter(ValueFromPipelineByPropertyName = true)]
    [ArgumentCompleter(typeof(NothingCompleter))]
    [ValidateRange(0, int.MaxValue)]
    public int? Priority { get; set; }

    /// <summary><para type="description">How many tries an item has in all; 0 is one too. The second begins 5 s after the first failed, the third 10 s after the second. Without it: 3.</para></summary>
    [Parameter(ValueFromPipelineByPropertyName = true)]
    [ArgumentCompleter(typeof(NothingCompleter))]
    [ValidateRange(0, int.MaxValue)]
    public int? MaxRetries { get; set; }

    /// <inheritdoc/>
    protected override void Begin()
    {
        base.Begin();
        // Before the first input only what was typed is bound.
        _isSessionTyped = MyInvocation.BoundParameters.ContainsKey(nameof(Session));
    }

    /// <inheritdoc/>
    protected override void Process()
    {
        foreach (string message in Message!)
        {
            ForAgent(Agent!, () =>
            {
                string? session = SessionOfItem();
                if (session is not null) SessionRoutes.CheckId(session);
                QueueItemOptions options = new()
                {
                    AgentName = Agent!,
                    Prompt = message,
                    SessionId = session,
                    Priority = Priority,
                    MaxRetries = MaxRetries,
                };
                if (ShouldProcess($"agent {Agent}", $"Queue '{message}'")) WriteObject(Await(Client.Queue.AddAsync(options, StopToken)));
            });
        }
    }

    /// <summary>An item without a session may come down the pipeline; a variable that holds none must not pass for that.</summary>
    private string? SessionOfItem()
    {
        if (!string.IsNullOrEmpty(Session)) return Session;
        return _isSessionTyped
            ? throw new AshException(AshErrorCause.InvalidRequest, "-Session is given and holds no session.")
            : null;
    }
}
