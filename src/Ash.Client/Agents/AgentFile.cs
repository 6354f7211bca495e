namespace Ash;

/// <summary>A file of an agent's folder.</summary>
public sealed class AgentFile : AshModel
{
    internal AgentFile(string path, string fullName, long length)
    {
        Path = path;
        FullName = fullName;
        Length = length;
    }

    /// <summary>Where it lies in the agent, with <c>/</c> between folders.</summary>
    public string Path { get; }

    /// <summary>Where it lies on this machine.</summary>
    public string FullName { get; }

    /// <summary>Its size in bytes.</summary>
    public long Length { get; }

    /// <inheritdoc/>
    public override string ToString() => Path;
}
