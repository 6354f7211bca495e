using System.Collections;
using System.Management.Automation;
using System.Net.Sockets;
using System.Security;
using Ash.Emulation;

namespace Ash.Commands;

/// <summary>
/// <para type="synopsis">Starts an Ash server inside this process, for demos and for tests of runbooks.</para>
/// </summary>
[Cmdlet(VerbsLifecycle.Start, "AshEmulator", SupportsShouldProcess = true, ConfirmImpact = ConfirmImpact.Low)]
[OutputType(typeof(AshEmulator))]
public sealed class StartAshEmulatorCommand : AshCommand
{
    /// <summary><para type="description">What agents answer: wildcards for prompts, each with a string, several strings (several messages), a script block that is given the prompt, a hashtable for a tool, thinking, an error, the result or any event (about_Ash_Testing has them all), or the path of a recorded .sse file. In a plain hashtable the most specific wildcard wins, in an [ordered] one the first. What no wildcard matches is echoed.</para></summary>
    [Parameter(Position = 0)]
    [ArgumentCompleter(typeof(NothingCompleter))]
    [ValidateNotNull]
    public IDictionary? Reply { get; set; }

    /// <summary><para type="description">The API key that clients must send, as a SecureString or a string. Without it the server is open.</para></summary>
    [Parameter]
    [ArgumentCompleter(typeof(NothingCompleter))]
    [ApiKey]
    [ValidateNotNull]
    public SecureString? ApiKey { get; set; }

    /// <summary><para type="description">The port on the loopback address. Without it: one that is free.</para></summary>
    [Parameter]
    [ArgumentCompleter(typeof(NothingCompleter))]
    [ValidateRange(1, 65_535)]
    public int? Port { get; set; }

    /// <summary><para type="description">Refuse what is more than a server allows in 15 minutes: 20 new sessions, 20 deploys, 1500 other requests.</para></summary>
    [Parameter]
    public SwitchParameter RateLimit { get; set; }

    /// <summary><para type="description">Be a server that has no key to keep credentials with, and refuses them.</para></summary>
    [Parameter]
    public SwitchParameter NoCredentialKey { get; set; }

    /// <summary><para type="description">Connect to it: make it the default connection of this runspace.</para></summary>
    [Parameter]
    public SwitchParameter Connect { get; set; }

    /// <inheritdoc/>
    protected override void Begin()
    {
        List<IDisposable> belongings = [];
        AshEmulator? emulator = null;
        try
        {
            List<EmulatorReplyRule> rules = [.. new EmulatorReplyArgument(SessionState, belongings).ToRules(Reply)];
            if (!ShouldProcess("Ash emulator", "Start")) return;
            emulator = Start(new()
            {
                ApiKey = ApiKeyAttribute.Reveal(ApiKey), Port = Port, EnforceRateLimits = RateLimit, HasCredentialKey = !NoCredentialKey, Replies = rules,
            });
        }
        catch (AshException) when (Connect && !IsWhatIf)
        {
            DefaultConnection.Fail();
            throw;
        }
        finally
        {
            if (emulator is null) belongings.ForEach(static belonging => belonging.Dispose());
        }
        RunningEmulators.Add(emulator, belongings);
        if (Connect) ConnectTo(emulator, belongings);
        WriteObject(emulator);
    }

    private void ConnectTo(AshEmulator emulator, List<IDisposable> belongings)
    {
        Connection connection = new(
            new() { Server = emulator.Uri, ApiKey = ApiKeyAttribute.Reveal(ApiKey) }, "Emulator", ApiKey is null ? null : "Emulator");
        belongings.Add(connection.Client);
        DefaultConnection.Explicit = connection;
        FallbackCompleter.Register();
    }

    private static AshEmulator Start(AshEmulatorOptions options)
    {
        try
        {
            return AshEmulator.Start(options);
        }
        catch (SocketException e)
        {
            throw new AshException(AshErrorCause.InvalidRequest, $"The emulator cannot listen on port {options.Port}: {e.Message}.", e);
        }
    }
}
