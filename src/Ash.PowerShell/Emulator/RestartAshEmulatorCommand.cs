using System.Management.Automation;
using Ash.Emulation;

namespace Ash.Commands;

/// <summary>
/// <para type="synopsis">Restarts an emulator on the same port: connections are cut, and active sessions are paused.</para>
/// </summary>
[Cmdlet(VerbsLifecycle.Restart, "AshEmulator", SupportsShouldProcess = true, ConfirmImpact = ConfirmImpact.Low)]
public sealed class RestartAshEmulatorCommand : EmulatorCommand
{
    /// <inheritdoc/>
    protected override void Process(AshEmulator emulator)
    {
        ArgumentNullException.ThrowIfNull(emulator);
        if (ShouldProcess($"Ash emulator {emulator.Uri}", "Restart")) emulator.Restart();
    }
}
