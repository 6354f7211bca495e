using System.Management.Automation;

namespace Ash.Commands;

/// <summary>A command that removes files of sessions or of agents.</summary>
public abstract class RemoveAshFileCommand : AshFileCommand
{
    /// <summary><para type="description">Files; wildcards are allowed, and * stands for / too. A file that is named goes even where the server does not list it.</para></summary>
    [Parameter(Position = 1, Mandatory = true, ValueFromPipelineByPropertyName = true)]
    [ArgumentCompleter(typeof(FilePathCompleter))]
    [ValidateNotNullOrEmpty]
    [SupportsWildcards]
    public string[]? Path { get; set; }

    /// <summary><para type="description">Take a path for that of a folder too, and remove all that is in it.</para></summary>
    [Parameter]
    public SwitchParameter Recurse { get; set; }

    /// <inheritdoc/>
    protected sealed override void Process() => ForEachOwner(owner =>
    {
        foreach (string path in Path!)
            ForTarget(owner.Name, () => Remove(owner, new ServerPath(path)));
    });

    private void Remove(FileOwner owner, ServerPath path)
    {
        // A file that is named is not looked up, and a folder that is named by mistake is the server's refusal.
        string[] files = path.HasWildcards || Recurse ? [.. Find(owner, path).Select(static file => file.Path)] : [];
        foreach (string file in files.Length > 0 || path.HasWildcards ? files : [path.Text])
        {
            ForTarget(file, () =>
            {
                if (ShouldProcess($"{file} of {owner}", "Remove")) Await(owner.DeleteAsync(file, StopToken));
            });
        }
    }
}
