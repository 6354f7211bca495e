namespace Ash;

/// <summary>What an import of eval cases did.</summary>
public sealed class EvalCaseImport
{
    internal EvalCaseImport(string agentName, string path, int imported)
    {
        AgentName = agentName;
        Path = path;
        Imported = imported;
    }

    /// <summary>The agent that has the cases now.</summary>
    public string AgentName { get; }

    /// <summary>How many were made.</summary>
    public int Imported { get; }

    /// <summary>The file that they came from.</summary>
    public string Path { get; }

    /// <inheritdoc/>
    public override string ToString() => Commands.ViewText.Count(Imported, "case");
}
