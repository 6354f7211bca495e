using System.Management.Automation;
using Ash.Emulation;

namespace Ash.Commands;

/// <summary>
/// <para type="synopsis">Stops an emulator and forgets what it kept.</para>
/// </summary>
[Cmdlet(VerbsLifecycle.Stop, "AshEmulator", SupportsShouldProcess = true, ConfirmImpact = ConfirmImpact.Low)]
public sealed class StopAshEmulatorCommand : EmulatorCommand
{
    /// <inheritdoc/>
    protected override void Process(AshEmulator emulator)
    {
        ArgumentNullException.ThrowIfNull(emulator);
        if (!ShouldProcess($"Ash emulator {emulator.Uri}", "Stop")) return;
        RunningEmulators.Stop(emulator);
        if (DefaultConnection.Explicit?.Server == emulator.Uri) DefaultConnection.Explicit = null;
    }
}
