using System.Collections.Concurrent;
using System.Management.Automation;

namespace Ash.Commands;

/// <summary>
/// A command that waits for tasks without holding up Ctrl+C: the pipeline thread writes everything, other threads only do the work.
/// </summary>
public abstract class AshCommand : PSCmdlet, IDisposable
{
    /// <summary>How long the prompt may be kept back for a task that takes away what it has left half done.</summary>
    private static readonly TimeSpan CleaningTime = TimeSpan.FromMilliseconds(50);

    private readonly CancellationTokenSource _stop = new();
    private readonly BlockingCollection<Action> _pipeline = [];

    /// <summary>Is cancelled on Ctrl+C, and when the pipeline is stopped otherwise.</summary>
    protected CancellationToken StopToken => _stop.Token;

    /// <summary>Ctrl+C was pressed, or the pipeline is stopped otherwise.</summary>
    internal bool IsStopping => _stop.IsCancellationRequested;

    /// <summary>-WhatIf was given, or is the caller's preference.</summary>
    protected bool IsWhatIf =>
        MyInvocation.BoundParameters.TryGetValue("WhatIf", out object? given)
            ? given is SwitchParameter { IsPresent: true }
            : LanguagePrimitives.IsTrue(SessionState.PSVariable.GetValue("WhatIfPreference"));

    /// <summary>What a failure is about that no target was named for.</summary>
    private protected virtual object? DefaultTarget => null;

    /// <inheritdoc/>
    protected override void BeginProcessing() => Run(Begin, ThrowTerminatingError);

    /// <inheritdoc/>
    protected override void ProcessRecord() => Run(Process, WriteError);

    /// <inheritdoc/>
    protected override void EndProcessing() => Run(Finish, WriteError);

    /// <summary>Runs on another thread than the pipeline's, whose work it ends.</summary>
    protected override void StopProcessing() => _stop.Cancel();

    /// <summary>The work before the first input. What fails here would fail for every input, and ends the command.</summary>
    protected virtual void Begin()
    {
    }

    /// <summary>The work for one input.</summary>
    protected virtual void Process()
    {
    }

    /// <summary>The work after the last input.</summary>
    protected virtual void Finish()
    {
    }

    /// <summary>Does something for one target; its failure is an error record about that target, and the next one has its turn.</summary>
    /// <param name="target">What the error is about: a session's id, an agent's name, a server's address.</param>
    /// <param name="action">What to do.</param>
    protected void ForTarget(object? target, Action action)
    {
        ArgumentNullException.ThrowIfNull(action);
        try
        {
            action();
        }
        catch (AshException e)
        {
            WriteError(ErrorTable.ToErrorRecord(e, target ?? DefaultTarget));
        }
    }

    /// <summary>Waits for a task on the pipeline thread, which meanwhile writes what <see cref="Post"/> hands it.</summary>
    /// <typeparam name="T">The task's result.</typeparam>
    /// <param name="task">The task. It watches <see cref="StopToken"/> itself; on Ctrl+C nobody waits for it to notice.</param>
    /// <returns>The result.</returns>
    protected T Await<T>(Task<T> task)
    {
        ArgumentNullException.ThrowIfNull(task);
        if (!task.IsCompleted)
        {
            bool done = false;
            task.ContinueWith(_ => Post(() => done = true), CancellationToken.None,
                TaskContinuationOptions.ExecuteSynchronously, TaskScheduler.Default);
            while (!done) _pipeline.Take(StopToken)();
        }
        DoPosted();
        return task.GetAwaiter().GetResult();
    }

    /// <summary>
    /// The same for a task that leaves something behind where it is stopped: on Ctrl+C it has a moment to take that away, for the process
    /// may end next.
    /// </summary>
    /// <typeparam name="T">The task's result.</typeparam>
    /// <param name="task">The task, which watches <see cref="StopToken"/>.</param>
    /// <returns>The result.</returns>
    protected T AwaitToItsEnd<T>(Task<T> task)
    {
        ArgumentNullException.ThrowIfNull(task);
        try
        {
            return Await(task);
        }
        finally
        {
            if (IsStopping) Task.WaitAny([task], CleaningTime);
        }
    }

    /// <summary>Waits for a task that gives nothing back, on the pipeline thread too.</summary>
    /// <param name="task">The task.</param>
    protected void Await(Task task)
    {
        Await(EndAsync());

        async Task<bool> EndAsync()
        {
            await task.ConfigureAwait(false);
            return true;
        }
    }

    /// <summary>Enumerates on the pipeline thread. Leaving the enumeration early closes the source before the next statement.</summary>
    /// <typeparam name="T">What is enumerated.</typeparam>
    /// <param name="source">The source, which watches <see cref="StopToken"/>.</param>
    /// <returns>The items as they come.</returns>
    protected IEnumerable<T> Await<T>(IAsyncEnumerable<T> source)
    {
        ArgumentNullException.ThrowIfNull(source);
        IAsyncEnumerator<T> items = source.GetAsyncEnumerator(StopToken);
        Task<bool>? pending = null;
        try
        {
            while (true)
            {
                ValueTask<bool> next = items.MoveNextAsync();
                bool any;
                if (next.IsCompletedSuccessfully)
                {
                    any = next.Result;
                }
                else
                {
                    pending = next.AsTask();
                    any = Await(pending);
                    pending = null;
                }
                if (!any) yield break;
                yield return items.Current;
            }
        }
        finally
        {
            Task closing = CloseAsync(items, pending);
            // Select-Object -First leaves through here without Ctrl+C, and must find the connection closed.
            if (!StopToken.IsCancellationRequested) closing.GetAwaiter().GetResult();
        }
    }

    /// <summary>Has the pipeline thread do something while it waits, from any thread.</summary>
    /// <param name="action">What to do.</param>
    protected internal void Post(Action action)
    {
        try
        {
            _pipeline.Add(action);
        }
        catch (Exception e) when (e is ObjectDisposedException or InvalidOperationException)
        {
            // The command is over, and with it the pipeline this was meant for.
        }
    }

    /// <summary>Does on the pipeline thread, at once, what was posted so far.</summary>
    internal void DoPosted()
    {
        while (_pipeline.TryTake(out Action? action)) action();
    }

    /// <summary>Shows what a client does: its requests under -Debug and its waits under -Verbose.</summary>
    /// <param name="notice">What it did.</param>
    protected void OnNotice(AshNotice notice) => Post(() =>
    {
        switch (notice.Kind)
        {
            case AshNoticeKind.Warning:
                WriteWarning(notice.Message);
                break;
            case AshNoticeKind.Retry:
                WriteVerbose(notice.Message);
                break;
            default:
                WriteDebug(notice.Message);
                break;
        }
    });

    /// <summary>Writes to the verbose stream.</summary>
    /// <remarks>The engine has -Debug alone ask before each verbose line goes on, which fails where nobody is there to answer.</remarks>
    /// <param name="text">What to write.</param>
    protected new void WriteVerbose(string text)
    {
        Dictionary<string, object> given = MyInvocation.BoundParameters;
        if (given.ContainsKey("Debug") && !given.ContainsKey("Verbose")) WriteDebug(text);
        else base.WriteVerbose(text);
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        Dispose(disposing: true);
        GC.SuppressFinalize(this);
    }

    /// <summary>Ends what is still under way.</summary>
    /// <param name="disposing">Always true.</param>
    protected virtual void Dispose(bool disposing)
    {
        _stop.Cancel();
        _stop.Dispose();
        _pipeline.Dispose();
    }

    /// <summary>An enumerator that is in the middle of a step must not be disposed, so that step ends first: it has been cancelled.</summary>
    private static async Task CloseAsync<T>(IAsyncEnumerator<T> items, Task<bool>? pending)
    {
        if (pending is not null) await ((Task)pending).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        await items.DisposeAsync().ConfigureAwait(false);
    }

    private void Run(Action work, Action<ErrorRecord> report)
    {
        try
        {
            work();
            // What was said at the very end, when nobody waited any more.
            DoPosted();
        }
        catch (AshException e)
        {
            report(ErrorTable.ToErrorRecord(e, DefaultTarget));
        }
        catch (OperationCanceledException) when (StopToken.IsCancellationRequested)
        {
            // Ctrl+C is no error. The engine knows that it stopped us.
        }
    }
}
