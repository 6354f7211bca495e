using System.Management.Automation;
using Ash.Emulation;

namespace Ash.Commands;

/// <summary>
/// <para type="synopsis">Takes faults of an emulator away again: those that are given, or all.</para>
/// </summary>
[Cmdlet(VerbsCommon.Remove, "AshEmulatorFault", SupportsShouldProcess = true, ConfirmImpact = ConfirmImpact.Low)]
public sealed class RemoveAshEmulatorFaultCommand : AshCommand
{
    /// <summary><para type="description">The faults, from Add-AshEmulatorFault. Without them: all faults of the emulator.</para></summary>
    [Parameter(Position = 0, ValueFromPipeline = true)]
    [ArgumentCompleter(typeof(NothingCompleter))]
    [ValidateNotNull]
    public EmulatorFault[]? Fault { get; set; }

    /// <summary><para type="description">The emulator. Without it: the one that the default connection leads to.</para></summary>
    [Parameter]
    [ArgumentCompleter(typeof(NothingCompleter))]
    [ValidateNotNull]
    public AshEmulator? Emulator { get; set; }

    /// <inheritdoc/>
    protected override void Process()
    {
        AshEmulator emulator = Emulator ?? RunningEmulators.Required;
        foreach (EmulatorFault fault in Fault ?? [.. emulator.Faults])
        {
            if (ShouldProcess($"fault of {fault.Method ?? "every"} request to {fault.Path}", "Remove")) emulator.Faults.Remove(fault);
        }
    }
}
