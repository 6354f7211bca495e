using System.Management.Automation;
using System.Management.Automation.Language;
using System.Management.Automation.Runspaces;
using System.Runtime.CompilerServices;
using System.Threading.Channels;
using Ash.Emulation;

namespace Ash.Commands;

/// <summary>Has a script block answer prompts. It gets the prompt as its argument and as <c>$_</c>, and its output is the reply.</summary>
/// <remarks>
/// The caller's runspace is busy while a turn runs: it waits for this very reply. So the block runs in a runspace of its own, which
/// takes along the variables and functions that the block names, as they are when the emulator starts. Objects are shared, not
/// copied: a hashtable that the block writes to is the caller's. A block that waits inside .NET for what never comes keeps the process
/// from exiting, as it would in any runspace: the engine closes them all on its way out and waits for what runs in them.
/// </remarks>
internal sealed class ScriptBlockReply : IDisposable
{
    private const string Call = "param($block, $text, $prompt) $text | ForEach-Object { & $block $text $prompt }";

    private readonly Runspace _runspace;
    private readonly string _text;
    private readonly SemaphoreSlim _oneAtATime = new(1);

    public ScriptBlockReply(ScriptBlock block, SessionState caller)
    {
        _text = block.ToString();
        InitialSessionState state = InitialSessionState.CreateDefault2();
        foreach (string name in Named<VariableExpressionAst>(block, static variable => variable.VariablePath.UserPath))
        {
            if (caller.PSVariable.Get(name) is { Options: ScopedItemOptions.None, Value: { } value } and not { Name: "_" or "args" or "input" })
                state.Variables.Add(new SessionStateVariableEntry(name, value, null));
        }
        foreach (string name in Named<CommandAst>(block, static command => command.GetCommandName()))
        {
            if (caller.InvokeCommand.GetCommand(name, CommandTypes.Function) is FunctionInfo function)
                state.Commands.Add(new SessionStateFunctionEntry(name, function.Definition));
        }
        _runspace = RunspaceFactory.CreateRunspace(state);
        _runspace.Name = "Ash emulator reply";
    }

    public async IAsyncEnumerable<ReplyStep> AnswerAsync(
        EmulatorPrompt prompt, [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        await _oneAtATime.WaitAsync(cancellationToken).ConfigureAwait(false);
        try
        {
            if (_runspace.RunspaceStateInfo.State == RunspaceState.BeforeOpen) _runspace.Open();
            using PowerShell shell = PowerShell.Create();
            shell.Runspace = _runspace;
            shell.AddScript(Call).AddArgument(ScriptBlock.Create(_text)).AddArgument(prompt.Text).AddArgument(prompt);
            Channel<ReplyStep> steps = Channel.CreateUnbounded<ReplyStep>();
            using CancellationTokenRegistration stopping = cancellationToken.Register(() => shell.BeginStop(null, null));
            Task running = RunAsync(shell, steps.Writer);
            await foreach (ReplyStep step in steps.Reader.ReadAllAsync(cancellationToken).ConfigureAwait(false)) yield return step;
            await running.ConfigureAwait(false);
        }
        finally
        {
            _oneAtATime.Release();
        }
    }

    /// <summary>Does not wait for a block that is still at work: it may wait for something that its author does after this.</summary>
    public void Dispose() => _ = Task.Run(() =>
    {
        _runspace.Dispose();
        _oneAtATime.Dispose();
    });

    /// <summary>Hands each output on as it is written, so that a reply may take its time between two messages.</summary>
    private static async Task RunAsync(PowerShell shell, ChannelWriter<ReplyStep> steps)
    {
        using PSDataCollection<PSObject> output = [];
        output.DataAdded += (_, added) =>
        {
            try
            {
                steps.TryWrite(ReplyStepArgument.ToStep(output[added.Index]));
            }
            catch (AshException e)
            {
                // The engine would keep it to itself.
                steps.TryComplete(e);
            }
        };
        Exception? failure = null;
        try
        {
            await Task.Factory.FromAsync(shell.BeginInvoke<PSObject, PSObject>(null, output), shell.EndInvoke).ConfigureAwait(false);
        }
        catch (Exception e)
        {
            failure = e;
        }
        steps.TryComplete(failure);
    }

    private static IEnumerable<string> Named<TAst>(ScriptBlock block, Func<TAst, string?> nameOf)
        where TAst : Ast =>
        block.Ast.FindAll(static ast => ast is TAst, searchNestedScriptBlocks: true)
            .Select(ast => nameOf((TAst)ast)).OfType<string>().Distinct(StringComparer.OrdinalIgnoreCase);
}
