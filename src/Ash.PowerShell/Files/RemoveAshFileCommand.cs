using System.Management.Automation;

namespace Ash.Commands;

/// <summary>A command that removes files of sessions or of agents.</summary>
public abstract class RemoveAshFileCommand : AshFileCommand
{
    /// <summary><para type="description">Files; wildcards are allowed, and * stands for / too, so that 'logs/*' is all that is in a folder. A file that is named goes even where the server does not list it.</para></summary>
    [Parameter(Position = 1, Mandatory = true, ValueFromPipelineByPropertyName = true)]
    [ArgumentCompleter(typeof(FilePathCompleter))]
    [ValidateNotNullOrEmpty]
    [SupportsWildcards]
    public string[]? Path { get; set; }

    /// <inheritdoc/>
    protected sealed override void Process()
    {
        foreach (FileOwner owner in Owners)
        {
            foreach (string path in Path!)
                ForTarget(owner.Name, () => Remove(owner, new ServerPath(path)));
        }
    }

    private void Remove(FileOwner owner, ServerPath path)
    {
        // What is named is not looked up: a folder that is named by mistake is the server's refusal.
        IEnumerable<string> files = path.HasWildcards ? Find(owner, path).Select(static file => file.Path) : [path.Text];
        foreach (string file in files)
        {
            ForTarget(file, () =>
            {
                if (ShouldProcess($"{file} of {owner}", "Remove")) Await(DeleteAsync(owner, file));
            });
        }
    }

    private async Task<bool> DeleteAsync(FileOwner owner, string path)
    {
        await owner.DeleteAsync(path, StopToken).ConfigureAwait(false);
        return true;
    }
}
