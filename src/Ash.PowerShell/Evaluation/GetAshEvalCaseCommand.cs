using System.Management.Automation;

namespace Ash.Commands;

/// <summary>
/// <para type="synopsis">Gets the cases that agents are evaluated with, by category, tag and whether they are active, or single ones by id.</para>
/// </summary>
[Cmdlet(VerbsCommon.Get, "AshEvalCase", DefaultParameterSetName = ListSet)]
[OutputType(typeof(EvalCase))]
public sealed class GetAshEvalCaseCommand : AshServerCommand
{
    private const string ListSet = "List";
    private const string ItemSet = "Item";
    private const string AgentSet = "Agent";

    /// <summary><para type="description">Agents: names, objects from Get-AshAgent, or anything with an AgentName or Name.</para></summary>
    [Parameter(Position = 0, Mandatory = true, ParameterSetName = ListSet, ValueFromPipeline = true)]
    [Parameter(Position = 0, Mandatory = true, ParameterSetName = AgentSet)]
    [Alias("AgentName")]
    [ArgumentCompleter(typeof(AgentNameCompleter))]
    [Identity("AgentName", "Agent", "Name", Unless = nameof(EvalResult.EvalCaseId))]
    [ValidateNotNullOrEmpty]
    public string[]? Agent { get; set; }

    /// <summary><para type="description">Cases: ids together with -Agent, or objects with an EvalCaseId: cases, to get them anew, results and comparisons.</para></summary>
    [Parameter(Position = 0, Mandatory = true, ParameterSetName = ItemSet, ValueFromPipeline = true)]
    [Parameter(Position = 1, Mandatory = true, ParameterSetName = AgentSet, ValueFromPipeline = true)]
    [ArgumentCompleter(typeof(EvalCaseIdCompleter))]
    [AgentItem("an eval case", nameof(EvalResult.EvalCaseId))]
    public AgentItem[]? Id { get; set; }

    /// <summary><para type="description">Only cases of these categories; wildcards are allowed.</para></summary>
    [Parameter(ParameterSetName = ListSet)]
    [ArgumentCompleter(typeof(EvalCategoryCompleter))]
    [ValidateNotNullOrEmpty]
    [SupportsWildcards]
    public string[]? Category { get; set; }

    /// <summary><para type="description">Only cases with one of these tags; wildcards are allowed.</para></summary>
    [Parameter(ParameterSetName = ListSet)]
    [ArgumentCompleter(typeof(EvalTagCompleter))]
    [ValidateNotNullOrEmpty]
    [SupportsWildcards]
    public string[]? Tag { get; set; }

    /// <summary><para type="description">Only cases that runs take up; -Active:$false for those that they do not.</para></summary>
    [Parameter(ParameterSetName = ListSet)]
    public SwitchParameter Active { get; set; }

    /// <inheritdoc/>
    protected override void Process()
    {
        if (Id is null)
        {
            foreach (string agent in Agent!) ForTarget(agent, () => List(agent));
            return;
        }
        foreach ((AgentItem one, string? agent) in AgentItem.At(Agent, Id))
            ForTarget(one.Key, () => WriteObject(Await(Client.EvalCases.GetAsync(one.Of(agent), one.Key, StopToken))));
    }

    private void List(string agent)
    {
        // The server filters by one category alone, and only as it is written, and not by tags.
        bool? active = MyInvocation.BoundParameters.ContainsKey(nameof(Active)) ? Active.ToBool() : null;
        WildcardPattern[]? categories = Category is null ? null : Wildcard.Of(Category);
        WildcardPattern[]? tags = Tag is null ? null : Wildcard.Of(Tag);
        IEnumerable<EvalCase> cases = Await(Client.EvalCases.ListAsync(agent, category: null, active, StopToken))
            .Where(one => categories is null || (one.Category is { } category && categories.Any(pattern => pattern.IsMatch(category))))
            .Where(one => tags is null || one.Tags?.Any(tag => tags.Any(pattern => pattern.IsMatch(tag))) == true);
        WriteObject(cases, enumerateCollection: true);
    }
}
