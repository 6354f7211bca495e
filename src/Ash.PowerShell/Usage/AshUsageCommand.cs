using System.Management.Automation;

namespace Ash.Commands;

/// <summary>A command that counts what sessions and agents used.</summary>
public abstract class AshUsageCommand : AshPeriodCommand
{
    /// <summary><para type="description">Only what this session used: an id, or an object from Get-AshSession.</para></summary>
    [Parameter(ValueFromPipelineByPropertyName = true)]
    [Alias("SessionId")]
    [ArgumentCompleter(typeof(SessionIdCompleter))]
    [Identity("SessionId", "Session", "Id")]
    [ValidateNotNullOrEmpty]
    public string? Session { get; set; }

    /// <summary><para type="description">Only what sessions of this agent used: its name, or an object from Get-AshAgent.</para></summary>
    [Parameter(Position = 0, ValueFromPipelineByPropertyName = true)]
    [Alias("AgentName")]
    [ArgumentCompleter(typeof(AgentNameCompleter))]
    [Identity("AgentName", "Agent", "Name")]
    [ValidateNotNullOrEmpty]
    public string? Agent { get; set; }

    /// <summary>What an error is about.</summary>
    private protected object? Target => Session ?? Agent ?? (object)CurrentConnection.Server;

    /// <summary>Which usage is meant.</summary>
    /// <returns>The filter.</returns>
    private protected UsageFilter Filter() => new() { SessionId = Session, AgentName = Agent, After = After, Before = Before };
}
