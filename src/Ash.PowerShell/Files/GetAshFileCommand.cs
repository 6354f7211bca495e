using System.Management.Automation;

namespace Ash.Commands;

/// <summary>A command that lists the files of sessions or of agents.</summary>
public abstract class GetAshFileCommand : AshFileCommand
{
    /// <summary><para type="description">Files, or folders with all that is in them; wildcards are allowed, and * stands for / too. Without it: all files.</para></summary>
    [Parameter(Position = 1)]
    [ArgumentCompleter(typeof(FilePathCompleter))]
    [ValidateNotNullOrEmpty]
    [SupportsWildcards]
    public string[] Path { get; set; } = ["*"];

    /// <inheritdoc/>
    protected sealed override void Process() => ForEachOwner(owner =>
    {
        foreach (string path in Path)
        {
            ForTarget(owner.Name, () =>
            {
                ServerPath wanted = new(path);
                IReadOnlyList<ServerFile> files = Find(owner, wanted);
                if (files.Count == 0 && !wanted.HasWildcards && wanted.Text is not ("" or "."))
                    throw new AshException(AshErrorCause.NotFound, $"The server lists no file or folder '{wanted.Text}' of {owner}.");
                WriteObject(files, enumerateCollection: true);
            });
        }
    });
}
