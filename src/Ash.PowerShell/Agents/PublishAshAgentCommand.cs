using System.Collections;
using System.Management.Automation;

namespace Ash.Commands;

/// <summary>
/// <para type="synopsis">Deploys an agent: a local folder, a folder on the server, or a system prompt alone.</para>
/// </summary>
[Cmdlet(VerbsData.Publish, "AshAgent", DefaultParameterSetName = FolderSet, SupportsShouldProcess = true, ConfirmImpact = ConfirmImpact.Medium)]
[OutputType(typeof(AgentDeployment))]
public sealed class PublishAshAgentCommand : AshServerCommand
{
    private const string FolderSet = "Folder";
    private const string ServerPathSet = "ServerPath";
    private const string SystemPromptSet = "SystemPrompt";

    /// <summary><para type="description">The agent's name: letters, digits, '-' and '_'. Without it: the folder's name. Deploying a name again makes a new version. The path of a folder may stand here alone.</para></summary>
    [Parameter(Position = 0, ParameterSetName = FolderSet, ValueFromPipeline = true, ValueFromPipelineByPropertyName = true)]
    [Parameter(Position = 0, ParameterSetName = ServerPathSet, Mandatory = true, ValueFromPipeline = true, ValueFromPipelineByPropertyName = true)]
    [Parameter(Position = 0, ParameterSetName = SystemPromptSet, Mandatory = true, ValueFromPipeline = true, ValueFromPipelineByPropertyName = true)]
    [Alias("AgentName")]
    [ArgumentCompleter(typeof(AgentOrFolderCompleter))]
    [AgentToChange(LeavesOthers = true)]
    [ValidateNotNullOrEmpty]
    public string? Name { get; set; }

    /// <summary><para type="description">A local folder with a CLAUDE.md. Its files are uploaded, without node_modules, .git, caches, sockets, locks and the like; .env and .env.local become the environment.</para></summary>
    [Parameter(Position = 1, ParameterSetName = FolderSet, ValueFromPipelineByPropertyName = true)]
    [Alias("FullName", "PSPath")]
    [ValidateNotNullOrEmpty]
    public string? Path { get; set; }

    /// <summary><para type="description">A folder on the server with a CLAUDE.md. A relative one starts at the server's data folder.</para></summary>
    [Parameter(Mandatory = true, ParameterSetName = ServerPathSet)]
    [ArgumentCompleter(typeof(NothingCompleter))]
    [ValidateNotNullOrEmpty]
    public string? ServerPath { get; set; }

    /// <summary><para type="description">The text that becomes the agent's CLAUDE.md.</para></summary>
    [Parameter(Mandatory = true, ParameterSetName = SystemPromptSet)]
    [ArgumentCompleter(typeof(NothingCompleter))]
    [ValidateNotNullOrEmpty]
    public string? SystemPrompt { get; set; }

    /// <summary><para type="description">Environment variables of the agent's sessions; they win over those of .env and .env.local.</para></summary>
    [Parameter]
    [ArgumentCompleter(typeof(NothingCompleter))]
    [ValidateNotNull]
    public IDictionary? Environment { get; set; }

    /// <summary><para type="description">Remove files of an earlier deploy that the folder no longer has. Without it they stay.</para></summary>
    [Parameter(ParameterSetName = FolderSet)]
    public SwitchParameter Prune { get; set; }

    /// <inheritdoc/>
    protected override void Process() => ForTarget(Name ?? Path, () =>
    {
        Dictionary<string, string>? environment = EnvironmentVariables.From(Environment);
        switch (ParameterSetName)
        {
            case ServerPathSet:
                Publish(Name!, $"the server's folder {ServerPath}",
                    () => Client.Agents.PublishServerPathAsync(Name!, ServerPath!, environment, StopToken));
                break;
            case SystemPromptSet:
                Publish(Name!, $"a system prompt of {SystemPrompt!.Length} characters",
                    () => Client.Agents.PublishSystemPromptAsync(Name!, SystemPrompt, environment, StopToken));
                break;
            default:
                // "Publish-AshAgent ./reviewer" is what one types first.
                (string? name, string? path) = Path is null && IsPath(Name) ? (null, Name) : (Name, Path);
                if (path is null)
                    throw new AshException(AshErrorCause.InvalidRequest, "There is nothing to deploy: give -Path, -ServerPath or -SystemPrompt.");
                AgentFolder folder = AgentFolder.Read(LocalPath.Of(SessionState, path));
                PublishFolder(name ?? System.IO.Path.GetFileName(folder.Path), folder, environment);
                break;
        }
    });

    /// <summary>A folder that is there, or what can be no agent's name.</summary>
    private bool IsPath(string? text) =>
        text is not null && (!AgentRoutes.IsName(text) || Directory.Exists(LocalPath.Of(SessionState, text)));

    private void PublishFolder(string name, AgentFolder folder, Dictionary<string, string>? environment)
    {
        string pruning = Prune ? ", and remove those that it no longer has" : string.Empty;
        using TransferBar bar = new(this, $"Deploying {name}");
        Publish(name, $"{ViewText.Count(folder.Files.Count, "file")}, {folder.Length:N0} bytes, from {folder.Path}{pruning}",
            () => Client.Agents.PublishAsync(name, folder, environment, Prune, bar, StopToken));
        if (IsWhatIf)
        {
            foreach (LocalFile file in folder.Files) ShouldProcess($"{file.Path}, {file.Length:N0} bytes", "Upload");
            foreach (string variable in folder.Environment.Keys.Union(environment?.Keys.AsEnumerable() ?? []).Order(StringComparer.Ordinal))
                ShouldProcess($"environment variable {variable}", "Set");
        }
    }

    private void Publish(string name, string what, Func<Task<AgentDeployment>> publish)
    {
        AgentRoutes.CheckName(name);
        if (ShouldProcess($"agent {name}", $"Deploy {what}")) WriteObject(Await(publish()));
    }
}
