using System.Management.Automation;

namespace Ash.Commands;

/// <summary>
/// <para type="synopsis">Makes a key that opens the server, and shows it this once.</para>
/// </summary>
[Cmdlet(VerbsCommon.New, "AshApiKey", SupportsShouldProcess = true, ConfirmImpact = ConfirmImpact.Medium)]
[OutputType(typeof(NewApiKey))]
public sealed class NewAshApiKeyCommand : AshServerCommand
{
    /// <summary><para type="description">What to call it, to tell it from others later. Without it the server calls it dashboard-key.</para></summary>
    [Parameter(Position = 0)]
    [ArgumentCompleter(typeof(NothingCompleter))]
    [ValidateNotNullOrEmpty]
    public string? Label { get; set; }

    /// <inheritdoc/>
    protected override void Finish() => ForTarget(Label, () =>
    {
        if (ShouldProcess($"API key {Label}".TrimEnd(), "Make")) WriteObject(Await(Client.ApiKeys.CreateAsync(Label, StopToken)));
    });
}
