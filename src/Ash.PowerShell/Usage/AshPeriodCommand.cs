using System.Management.Automation;

namespace Ash.Commands;

/// <summary>A command that counts what was used in a period.</summary>
public abstract class AshPeriodCommand : AshServerCommand
{
    /// <summary><para type="description">Only what was used at this time or later.</para></summary>
    [Parameter]
    [ArgumentCompleter(typeof(NothingCompleter))]
    public DateTime? After { get; set; }

    /// <summary><para type="description">Only what was used at this time or earlier.</para></summary>
    [Parameter]
    [ArgumentCompleter(typeof(NothingCompleter))]
    public DateTime? Before { get; set; }
}
