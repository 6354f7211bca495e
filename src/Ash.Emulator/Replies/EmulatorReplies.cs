using System.Collections;
using System.Collections.Immutable;

namespace Ash.Emulation;

/// <summary>The rules by which the emulated agents answer: the first that matches a prompt wins. They can change at any time.</summary>
public sealed class EmulatorReplies : IReadOnlyList<EmulatorReplyRule>
{
    private ImmutableList<EmulatorReplyRule> _rules;

    internal EmulatorReplies(IEnumerable<EmulatorReplyRule> rules)
    {
        _rules = [.. rules];
    }

    /// <inheritdoc/>
    public int Count => _rules.Count;

    /// <inheritdoc/>
    public EmulatorReplyRule this[int index] => _rules[index];

    /// <summary>Adds a rule behind the others.</summary>
    /// <param name="promptWildcard">A PowerShell wildcard that has to match the whole prompt.</param>
    /// <param name="reply">The reply.</param>
    public EmulatorReplyRule Add(string promptWildcard, EmulatorReply reply)
    {
        var rule = new EmulatorReplyRule(promptWildcard, reply);
        ImmutableInterlocked.Update(ref _rules, rules => rules.Add(rule));
        return rule;
    }

    /// <summary>Takes a rule away.</summary>
    public bool Remove(EmulatorReplyRule rule)
    {
        ArgumentNullException.ThrowIfNull(rule);
        return ImmutableInterlocked.Update(ref _rules, rules => rules.Remove(rule));
    }

    /// <summary>Takes all rules away: every prompt is echoed.</summary>
    public void Clear() => ImmutableInterlocked.Update(ref _rules, rules => rules.Clear());

    /// <inheritdoc/>
    public IEnumerator<EmulatorReplyRule> GetEnumerator() => _rules.GetEnumerator();

    IEnumerator IEnumerable.GetEnumerator() => GetEnumerator();

    internal EmulatorReply Find(string prompt) => _rules.Find(rule => rule.Matches(prompt))?.Reply ?? EmulatorReply.Echo;
}
