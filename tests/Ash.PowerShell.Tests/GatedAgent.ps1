# An agent for many sessions at once: it says 'first', waits until its session's gate is opened, and says 'second'. A script block
# could not, since one answers only one prompt at a time.
if (-not ('GatedAgent' -as [type])) {
    $references = (Get-EmulatorType AshEmulator).Assembly.Location, 'System.Runtime', 'System.Collections.Concurrent', 'System.Threading'
    Add-Type -ReferencedAssemblies $references -CompilerOptions '-nowarn:CS1701' -TypeDefinition @'
using System;
using System.Collections.Concurrent;
using System.Collections.Generic;
using System.Runtime.CompilerServices;
using System.Threading;
using Ash.Emulation;

public sealed class GatedAgent
{
    private readonly ConcurrentDictionary<string, SemaphoreSlim> _gates = new(StringComparer.OrdinalIgnoreCase);
    private readonly SemaphoreSlim _started = new(0);
    private readonly TimeSpan _patience;
    private int _underWay;

    public GatedAgent(int patience) => _patience = TimeSpan.FromMilliseconds(patience);

    public EmulatorReply Reply => EmulatorReply.From(AnswerAsync);

    public int Most { get; private set; }

    public ConcurrentQueue<string> Log { get; } = new();

    // Lets one turn of a session come to its end, now or later.
    public void Open(string sessionId) => GateOf(sessionId).Release();

    // Waits until so many more turns have begun.
    public void WaitForStart(int count)
    {
        for (int i = 0; i < count; i++)
            if (!_started.Wait(_patience)) throw new TimeoutException("No turn began.");
    }

    private SemaphoreSlim GateOf(string sessionId) => _gates.GetOrAdd(sessionId, static _ => new(0));

    private async IAsyncEnumerable<ReplyStep> AnswerAsync(EmulatorPrompt prompt, [EnumeratorCancellation] CancellationToken gone)
    {
        lock (_gates) Most = Math.Max(Most, ++_underWay);
        Log.Enqueue("begin " + prompt.SessionId);
        _started.Release();
        yield return new TextStep("first");
        if (!await GateOf(prompt.SessionId).WaitAsync(_patience, gone)) throw new TimeoutException("The gate stayed shut.");
        yield return new TextStep("second");
        Log.Enqueue("end " + prompt.SessionId);
        lock (_gates) _underWay--;
    }
}
'@
}
