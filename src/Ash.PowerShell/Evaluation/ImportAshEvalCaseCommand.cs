using System.Management.Automation;

namespace Ash.Commands;

/// <summary>
/// <para type="synopsis">Makes eval cases of a JSON or CSV file. All of the file is checked before anything is sent.</para>
/// </summary>
[Cmdlet(VerbsData.Import, "AshEvalCase", SupportsShouldProcess = true, ConfirmImpact = ConfirmImpact.Medium)]
[OutputType(typeof(EvalCaseImport))]
public sealed class ImportAshEvalCaseCommand : AshServerCommand
{
    /// <summary><para type="description">The agent: its name, an object from Get-AshAgent, or anything with an AgentName or Name.</para></summary>
    [Parameter(Position = 0, Mandatory = true)]
    [Alias("AgentName")]
    [ArgumentCompleter(typeof(AgentNameCompleter))]
    [AgentToChange]
    [ValidateNotNullOrEmpty]
    public string? Agent { get; set; }

    /// <summary><para type="description">Files whose names end in .json or .csv; wildcards are allowed. Each of their cases becomes a new one, also where the agent has one like it.</para></summary>
    [Parameter(Position = 1, Mandatory = true, ValueFromPipeline = true, ValueFromPipelineByPropertyName = true)]
    [Alias("FullName", "PSPath")]
    [ValidateNotNullOrEmpty]
    [SupportsWildcards]
    public string[]? Path { get; set; }

    /// <summary><para type="description">What stands between the cells of a CSV file: a comma, unless a spreadsheet wrote a semicolon.</para></summary>
    [Parameter]
    [ArgumentCompleter(typeof(NothingCompleter))]
    public char Delimiter { get; set; } = ',';

    /// <inheritdoc/>
    protected override void Process() => ForAgent(Agent!, () =>
    {
        foreach (string path in Path!)
        {
            ForTarget(path, () =>
            {
                foreach (string file in LocalPath.Find(SessionState, path)) Import(file);
            });
        }
    });

    private void Import(string file)
    {
        IReadOnlyList<EvalCaseOptions> cases = EvalCaseFile.Read(file, Delimiter);
        if (!ShouldProcess($"agent {Agent}", $"Import {ViewText.Count(cases.Count, "eval case")} from {file}")) return;
        using CaseBar bar = new(this, $"Importing eval cases of {Agent}", cases.Count);
        try
        {
            WriteObject(new EvalCaseImport(Agent!, file, Await(Client.EvalCases.ImportAsync(Agent!, cases, bar, StopToken))));
        }
        catch (AshException) when (bar.Done > 0)
        {
            WriteWarning($"{bar.Done} of the {cases.Count} cases of {file} were imported before that.");
            throw;
        }
    }
}
