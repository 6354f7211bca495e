using System.Management.Automation;

namespace Ash.Commands;

/// <summary>A command that changes versions of agents.</summary>
public abstract class AshAgentVersionCommand : AshAgentItemCommand
{
    /// <summary><para type="description">Versions: objects from Get-AshAgentVersion or anything with an AgentName and a VersionNumber; with -Agent numbers are enough.</para></summary>
    [Parameter(Position = 0, Mandatory = true, ParameterSetName = ItemSet, ValueFromPipeline = true)]
    [Parameter(Position = 1, Mandatory = true, ParameterSetName = AgentSet, ValueFromPipeline = true)]
    [ArgumentCompleter(typeof(AgentVersionCompleter))]
    [AgentItem("a version", nameof(AgentVersion.VersionNumber), HasNumber = true)]
    public AgentItem[]? Version { get; set; }

    /// <summary>What is done, for -WhatIf and -Confirm.</summary>
    protected abstract string Action { get; }

    /// <summary>Does it.</summary>
    /// <param name="agent">The agent's name.</param>
    /// <param name="number">The version's number.</param>
    /// <returns>The version afterwards; null where it is gone.</returns>
    protected abstract Task<AgentVersion?> ChangeAsync(string agent, int number);

    /// <summary>Looks whether there is anything to do, before anybody is asked or told that it would be done.</summary>
    /// <exception cref="AshException"><see cref="AshErrorCause.InvalidRequest"/>: there is not.</exception>
    protected virtual void Check()
    {
    }

    /// <inheritdoc/>
    protected sealed override void Process() => ForEach(Version!, (agent, item) =>
    {
        Check();
        if (!ShouldProcess($"version {item} of agent {agent}", Action)) return;
        if (Await(ChangeAsync(agent, item.Number)) is { } version) WriteObject(version);
    });
}
