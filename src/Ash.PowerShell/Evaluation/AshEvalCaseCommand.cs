using System.Management.Automation;

namespace Ash.Commands;

/// <summary>A command that changes eval cases.</summary>
public abstract class AshEvalCaseCommand : AshAgentItemCommand
{
    /// <summary><para type="description">Cases: objects from Get-AshEvalCase or anything with an AgentName and an EvalCaseId; with -Agent ids are enough.</para></summary>
    [Parameter(Position = 0, Mandatory = true, ParameterSetName = ItemSet, ValueFromPipeline = true)]
    [Parameter(Position = 1, Mandatory = true, ParameterSetName = AgentSet, ValueFromPipeline = true)]
    [ArgumentCompleter(typeof(EvalCaseIdCompleter))]
    [AgentItem("an eval case", nameof(EvalResult.EvalCaseId))]
    public AgentItem[]? Id { get; set; }

    /// <summary>What is done, for -WhatIf and -Confirm.</summary>
    protected abstract string Action { get; }

    /// <summary>Does it.</summary>
    /// <param name="agent">The agent's name.</param>
    /// <param name="id">The case's id.</param>
    /// <returns>The case afterwards; null where it is gone.</returns>
    protected abstract Task<EvalCase?> ChangeAsync(string agent, string id);

    /// <summary>Looks whether there is anything to do, before anybody is asked or told that it would be done.</summary>
    /// <exception cref="AshException"><see cref="AshErrorCause.InvalidRequest"/>: there is not.</exception>
    protected virtual void Check()
    {
    }

    /// <inheritdoc/>
    protected sealed override void Process() => ForEach(Id!, (agent, item) =>
    {
        Check();
        if (!ShouldProcess($"eval case {item} of agent {agent}", Action)) return;
        if (Await(ChangeAsync(agent, item.Key)) is { } changed) WriteObject(changed);
    });
}
