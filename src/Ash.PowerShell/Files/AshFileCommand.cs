namespace Ash.Commands;

/// <summary>A command that works on the files of sessions or of agents.</summary>
public abstract class AshFileCommand : AshServerCommand
{
    private readonly Dictionary<string, FileOwner> _owners = new(StringComparer.Ordinal);

    /// <summary>The sessions or agents that are bound now.</summary>
    private protected abstract IEnumerable<string> OwnerNames { get; }

    /// <summary>Whether wildcards find files in folders of caches and the like.</summary>
    private protected virtual bool FindsHidden => false;

    /// <summary>The session or agent of a name.</summary>
    private protected abstract FileOwner OpenOwner(string name);

    /// <summary>
    /// Does something for each session or agent that is bound now, which is the same throughout the command and remembers its files. A name
    /// that can be none's is an error at once.
    /// </summary>
    private protected void ForEachOwner(Action<FileOwner> action)
    {
        foreach (string name in OwnerNames)
        {
            ForTarget(name, () =>
            {
                if (!_owners.TryGetValue(name, out FileOwner? owner)) _owners[name] = owner = OpenOwner(name);
                owner.CheckName();
                action(owner);
            });
        }
    }

    /// <summary>The files that a path means, as the server lists them. One that is named is found in whatever folder it lies.</summary>
    private protected IReadOnlyList<ServerFile> Find(FileOwner owner, ServerPath path) =>
        [.. path.Among(Await(owner.ListAsync(FindsHidden || !path.HasWildcards, StopToken)))];
}
