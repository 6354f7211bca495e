using System.Management.Automation;

namespace Ash.Commands;

/// <summary>
/// <para type="synopsis">Writes eval cases to a file: JSON, or CSV for a spreadsheet.</para>
/// </summary>
[Cmdlet(VerbsData.Export, "AshEvalCase", DefaultParameterSetName = AgentSet, SupportsShouldProcess = true, ConfirmImpact = ConfirmImpact.Medium)]
public sealed class ExportAshEvalCaseCommand : AshServerCommand
{
    private const string AgentSet = "Agent";
    private const string ObjectSet = "Object";

    private readonly List<EvalCaseOptions> _cases = [];

    /// <summary><para type="description">The agent whose cases are exported, all of them: its name, or an object from Get-AshAgent.</para></summary>
    [Parameter(Position = 0, Mandatory = true, ParameterSetName = AgentSet)]
    [Alias("AgentName")]
    [ArgumentCompleter(typeof(AgentNameCompleter))]
    [Identity("AgentName", "Agent", "Name", IsName = true)]
    [ValidateNotNullOrEmpty]
    public string? Agent { get; set; }

    /// <summary><para type="description">The cases to export: objects from Get-AshEvalCase.</para></summary>
    [Parameter(Mandatory = true, ParameterSetName = ObjectSet, ValueFromPipeline = true)]
    [ArgumentCompleter(typeof(NothingCompleter))]
    [ValidateNotNull]
    public EvalCase[]? InputObject { get; set; }

    /// <summary><para type="description">The file, whose name ends in .json or .csv. One that exists is written over.</para></summary>
    [Parameter(Position = 1, Mandatory = true, ParameterSetName = AgentSet)]
    [Parameter(Position = 0, Mandatory = true, ParameterSetName = ObjectSet)]
    [ValidateNotNullOrEmpty]
    public string? Path { get; set; }

    /// <summary><para type="description">What stands between the cells of a CSV file: a comma, unless a spreadsheet wants a semicolon.</para></summary>
    [Parameter]
    [ArgumentCompleter(typeof(NothingCompleter))]
    public char Delimiter { get; set; } = ',';

    /// <summary><para type="description">Do not write over a file that exists.</para></summary>
    [Parameter]
    public SwitchParameter NoClobber { get; set; }

    /// <inheritdoc/>
    protected override void Process() => _cases.AddRange((InputObject ?? []).Select(EvalCaseOptions.From));

    /// <inheritdoc/>
    protected override void Finish()
    {
        string path = LocalPath.Of(SessionState, Path!);
        ForTarget(path, () =>
        {
            if (NoClobber && File.Exists(path)) throw new AshException(AshErrorCause.FileNotWritten, $"The file {path} is there already.");
            if (!ShouldProcess(path, Agent is null ? $"Export {ViewText.Count(_cases.Count, "eval case")}" : $"Export the eval cases of agent {Agent}")) return;
            if (Agent is not null) _cases.AddRange(Await(Client.EvalCases.ExportAsync(Agent, StopToken)).Select(EvalCaseOptions.From));
            EvalCaseFile.Write(path, _cases, Delimiter);
        });
    }
}
