using System.Collections.Immutable;
using Ash.Emulation.Replies;

namespace Ash.Emulation;

/// <summary>
/// What shell commands in the emulated sandboxes answer: the first rule that matches wins. Nothing is ever run. Without a rule
/// <c>echo</c> works and everything else is not found.
/// </summary>
public sealed class EmulatorCommands
{
    private ImmutableList<Rule> _rules = [];

    /// <summary>Answers a command always the same way.</summary>
    /// <param name="commandWildcard">A PowerShell wildcard that has to match the whole command.</param>
    /// <param name="exitCode">The exit code.</param>
    /// <param name="stdout">What it writes to standard output.</param>
    /// <param name="stderr">What it writes to standard error.</param>
    public void Add(string commandWildcard, int exitCode, string stdout = "", string stderr = "")
    {
        var result = new EmulatorCommandResult(exitCode, stdout, stderr);
        Add(commandWildcard, (_, _) => Task.FromResult(result));
    }

    /// <summary>Answers a command with what a function makes of it, when it is done.</summary>
    /// <param name="commandWildcard">A PowerShell wildcard that has to match the whole command.</param>
    /// <param name="run">Takes the command; its token is cancelled when the sandbox goes away.</param>
    public void Add(string commandWildcard, Func<string, CancellationToken, Task<EmulatorCommandResult>> run)
    {
        ArgumentNullException.ThrowIfNull(run);
        var rule = new Rule(new WildcardPattern(commandWildcard), run);
        ImmutableInterlocked.Update(ref _rules, rules => rules.Add(rule));
    }

    /// <summary>Takes all rules away.</summary>
    public void Clear() => ImmutableInterlocked.Update(ref _rules, rules => rules.Clear());

    /// <summary>How many rules there are.</summary>
    public override string ToString() => $"{_rules.Count} rules";

    internal Task<EmulatorCommandResult> RunAsync(string command, CancellationToken cancellation) =>
        _rules.Find(rule => rule.Pattern.IsMatch(command)) is { } rule
            ? rule.Run(command, cancellation)
            : Task.FromResult(RunDefault(command.Trim()));

    private static EmulatorCommandResult RunDefault(string command)
    {
        if (command == "echo")
            return new EmulatorCommandResult(0, "\n");
        if (command.StartsWith("echo ", StringComparison.Ordinal))
            return new EmulatorCommandResult(0, Unquote(command[5..].Trim()) + "\n");
        return new EmulatorCommandResult(127, Stderr: $"/bin/sh: 1: {command.Split(' ')[0]}: not found\n");
    }

    private static string Unquote(string text) =>
        text.Length > 1 && text[0] is '"' or '\'' && text[^1] == text[0] ? text[1..^1] : text;

    private sealed record Rule(WildcardPattern Pattern, Func<string, CancellationToken, Task<EmulatorCommandResult>> Run);
}
