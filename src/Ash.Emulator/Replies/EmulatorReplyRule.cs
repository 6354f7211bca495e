using Ash.Emulation.Replies;

namespace Ash.Emulation;

/// <summary>A prompt pattern and the reply to what matches it.</summary>
public sealed class EmulatorReplyRule
{
    private readonly WildcardPattern _pattern;

    /// <summary>Makes a rule.</summary>
    /// <param name="prompt">A PowerShell wildcard that has to match the whole prompt.</param>
    /// <param name="reply">The reply.</param>
    public EmulatorReplyRule(string prompt, EmulatorReply reply)
    {
        ArgumentNullException.ThrowIfNull(reply);
        _pattern = new WildcardPattern(prompt);
        Prompt = prompt;
        Reply = reply;
    }

    /// <summary>The wildcard.</summary>
    public string Prompt { get; }

    /// <summary>The reply.</summary>
    public EmulatorReply Reply { get; }

    /// <summary>The wildcard.</summary>
    public override string ToString() => Prompt;

    internal bool Matches(string prompt) => _pattern.IsMatch(prompt);
}
