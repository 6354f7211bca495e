using System.Management.Automation;
using Ash.Emulation;

namespace Ash.Commands;

/// <summary>A command about a running emulator.</summary>
public abstract class EmulatorCommand : AshCommand
{
    /// <summary><para type="description">The emulator, from Start-AshEmulator. Without it: the one that the default connection leads to.</para></summary>
    [Parameter(Position = 0, ValueFromPipeline = true)]
    [ArgumentCompleter(typeof(NothingCompleter))]
    [ValidateNotNull]
    public AshEmulator? Emulator { get; set; }

    /// <summary>The work on the emulator.</summary>
    /// <param name="emulator">The emulator.</param>
    protected abstract void Process(AshEmulator emulator);

    /// <inheritdoc/>
    protected sealed override void Process() => Process(Emulator ?? RunningEmulators.Required);
}
