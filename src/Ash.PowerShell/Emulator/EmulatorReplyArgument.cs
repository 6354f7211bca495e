using System.Collections;
using System.Collections.Specialized;
using System.Management.Automation;
using Ash.Emulation;

namespace Ash.Commands;

/// <summary>Reads -Reply: wildcards for prompts with what an agent answers to each.</summary>
/// <param name="caller">Where the command was typed; paths and the variables of script blocks are found from there.</param>
/// <param name="belongings">Gets what has to be disposed when the emulator stops.</param>
internal sealed class EmulatorReplyArgument(SessionState caller, List<IDisposable> belongings)
{
    public IEnumerable<EmulatorReplyRule> ToRules(IDictionary? table)
    {
        if (table is null) return [];
        IEnumerable<DictionaryEntry> entries = table.Cast<DictionaryEntry>();
        // A plain hashtable has no order of its own, so its author cannot mean "*" to come before anything else.
        if (table is not IOrderedDictionary) entries = entries.OrderByDescending(static entry => Specificity(entry.Key.ToString()!));
        return entries.Select(entry => new EmulatorReplyRule(entry.Key.ToString()!, ToReply(entry.Value)));
    }

    private static int Specificity(string wildcard) => wildcard.Count(static c => c is not ('*' or '?'));

    private EmulatorReply ToReply(object? value) => Unwrap(value) switch
    {
        EmulatorReply reply => reply,
        ScriptBlock block => FromScriptBlock(block),
        string path when path.EndsWith(".sse", StringComparison.OrdinalIgnoreCase) => FromRecording(path),
        IDictionary step => EmulatorReply.Steps(ReplyStepArgument.ToStep(step)),
        IEnumerable items and not string => EmulatorReply.Steps([.. items.Cast<object?>().Select(ReplyStepArgument.ToStep)]),
        var single => EmulatorReply.Steps(ReplyStepArgument.ToStep(single)),
    };

    private EmulatorReply FromRecording(string path)
    {
        string file = LocalPath.Of(caller, path);
        return File.Exists(file)
            ? EmulatorReply.Recording(file)
            : throw new AshException(AshErrorCause.InvalidRequest, $"There is no recording {file}.");
    }

    private EmulatorReply FromScriptBlock(ScriptBlock block)
    {
        ScriptBlockReply reply = new(block, caller);
        belongings.Add(reply);
        return EmulatorReply.From(reply.AnswerAsync);
    }

    private static object? Unwrap(object? value) => value is PSObject wrapped ? wrapped.BaseObject : value;
}
