using System.Management.Automation;
using Ash.Emulation;

namespace Ash.Commands;

/// <summary>
/// <para type="synopsis">Gets the requests that an emulator received, in order, for assertions in tests.</para>
/// </summary>
[Cmdlet(VerbsCommon.Get, "AshEmulatorRequest")]
[OutputType(typeof(EmulatorRequest))]
public sealed class GetAshEmulatorRequestCommand : EmulatorCommand
{
    /// <summary><para type="description">Only requests with this method.</para></summary>
    [Parameter]
    [ArgumentCompleter(typeof(HttpMethodCompleter))]
    [ValidateNotNullOrEmpty]
    public string? Method { get; set; }

    /// <summary><para type="description">Only requests whose path matches; wildcards are allowed, for example /api/sessions/*/messages.</para></summary>
    [Parameter]
    [ArgumentCompleter(typeof(EmulatorPathCompleter))]
    [ValidateNotNullOrEmpty]
    [SupportsWildcards]
    public string? Path { get; set; }

    /// <inheritdoc/>
    protected override void Process(AshEmulator emulator)
    {
        ArgumentNullException.ThrowIfNull(emulator);
        WildcardPattern? path = Path is null ? null : Wildcard.Of(Path);
        WriteObject(
            emulator.Requests.Where(request =>
                (Method is null || request.Method.Equals(Method, StringComparison.OrdinalIgnoreCase))
                && (path is null || path.IsMatch(request.Path))),
            enumerateCollection: true);
    }
}
