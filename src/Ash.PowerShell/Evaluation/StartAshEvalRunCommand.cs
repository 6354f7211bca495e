using System.Management.Automation;

namespace Ash.Commands;

/// <summary>
/// <para type="synopsis">Starts a run of an agent's eval cases: the server asks the agent each question and scores the answers.</para>
/// </summary>
[Cmdlet(VerbsLifecycle.Start, "AshEvalRun", DefaultParameterSetName = AgentSet, SupportsShouldProcess = true, ConfirmImpact = ConfirmImpact.Medium)]
[OutputType(typeof(EvalRun))]
public sealed class StartAshEvalRunCommand : AshEvalRunCommand
{
    private const string AgentSet = "Agent";
    private const string VersionSet = "Version";
    private const string ItemSet = "Item";

    /// <summary><para type="description">Agents: names, objects from Get-AshAgent, or anything with an AgentName or Name.</para></summary>
    [Parameter(Position = 0, Mandatory = true, ParameterSetName = AgentSet, ValueFromPipeline = true)]
    [Parameter(Position = 0, Mandatory = true, ParameterSetName = VersionSet, ValueFromPipeline = true)]
    [Alias("AgentName")]
    [ArgumentCompleter(typeof(AgentNameCompleter))]
    [AgentToChange(nameof(EvalRun), Unless = nameof(AgentVersion.VersionNumber))]
    [ValidateNotNullOrEmpty]
    public string[]? Agent { get; set; }

    /// <summary><para type="description">The versions that are evaluated, each in a run of its own: numbers together with -Agent, or objects with a VersionNumber: versions, and runs, to repeat them. A server of version 0.2.0 asks with the prompt of the active version then, whichever is named: activate it first.</para></summary>
    [Parameter(Position = 1, Mandatory = true, ParameterSetName = VersionSet)]
    [Parameter(Position = 0, Mandatory = true, ParameterSetName = ItemSet, ValueFromPipeline = true)]
    [ArgumentCompleter(typeof(AgentVersionCompleter))]
    [AgentItem("a version", nameof(AgentVersion.VersionNumber), HasNumber = true)]
    public AgentItem[]? Version { get; set; }

    /// <summary><para type="description">Only cases of these categories.</para></summary>
    [Parameter]
    [ArgumentCompleter(typeof(EvalCategoryCompleter))]
    [ValidateNotNullOrEmpty]
    public string[]? Category { get; set; }

    /// <summary><para type="description">Only cases with one of these tags.</para></summary>
    [Parameter]
    [ArgumentCompleter(typeof(EvalTagCompleter))]
    [ValidateNotNullOrEmpty]
    public string[]? Tag { get; set; }

    /// <inheritdoc/>
    protected override void Process()
    {
        if (Version is null)
        {
            foreach (string agent in Agent!) ForAgent(agent, () => Start(agent, version: null));
            return;
        }
        foreach ((AgentItem version, string? agent) in AgentItem.At(Agent, Version))
            ForTarget(agent ?? version.AgentName, () => Start(version.Of(agent), version));
    }

    private void Start(string agent, AgentItem? version)
    {
        EvalRunOptions options = new()
        {
            VersionNumber = version?.Number,
            Categories = Category,
            Tags = Tag,
        };
        string of = version is null ? string.Empty : $"version {version} of ";
        if (ShouldProcess($"{of}agent {agent}", "Start an eval run")) Emit(Await(Client.EvalRuns.StartAsync(agent, options, StopToken)));
    }
}
