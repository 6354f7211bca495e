using System.Management.Automation;
using System.Management.Automation.Host;

namespace Ash.Commands;

/// <summary>
/// <para type="synopsis">Starts a conversation with a session, or with an agent in a session made for it, in the console.</para>
/// </summary>
[Cmdlet(VerbsCommon.Enter, "AshSession", SupportsShouldProcess = true, ConfirmImpact = ConfirmImpact.Medium)]
public sealed class EnterAshSessionCommand : AshServerCommand
{
    private OwnSession? _ownSession;

    /// <summary><para type="description">Whom to talk to: a session (an object or an id), or an agent (an object or its name), for which a session is opened with the first message and ended on leaving.</para></summary>
    [Parameter(Position = 0, Mandatory = true, ValueFromPipeline = true)]
    [Alias("SessionId", "Id", "Agent", "AgentName")]
    [ArgumentCompleter(typeof(ConversationCompleter))]
    [Identity("SessionId", "Session", "Id", "AgentName", "Agent", "Name")]
    [ValidateNotNullOrEmpty]
    public string? Session { get; set; }

    /// <summary><para type="description">Keep the session that was opened for the conversation, and say which it is.</para></summary>
    [Parameter]
    public SwitchParameter KeepSession { get; set; }

    /// <summary>Colours and bold are for a host that has them, in a session that wants them; NO_COLOR sets the same in it.</summary>
    private bool IsStyled =>
        Host.UI.SupportsVirtualTerminal && SessionState.PSVariable.GetValue("PSStyle") is { } style
        && PSObject.AsPSObject(style).Properties["OutputRendering"]?.Value.ToString() != "PlainText";

    private int Width
    {
        get
        {
            try
            {
                return Host.UI.RawUI.BufferSize.Width is > 20 and var width ? width : 80;
            }
            catch (Exception e) when (e is HostException or NotImplementedException or IOException)
            {
                return 80;
            }
        }
    }

    /// <inheritdoc/>
    protected override void Process()
    {
        if (Guid.TryParse(Session, out _))
        {
            ForSession(Session, () =>
            {
                if (!ShouldProcess($"session {Session}", "Talk")) return;
                LeaveOwnSession(Talk(AgentOf(Await(Client.Sessions.GetAsync(Session, StopToken))), Session));
            });
        }
        else
        {
            ForAgent(Session!, () =>
            {
                if (!ShouldProcess($"agent {Session}", "Talk")) return;
                LeaveOwnSession(Talk(Await(Client.Agents.GetAsync(Session!, StopToken)).Name, sessionId: null));
            });
        }
    }

    /// <inheritdoc/>
    protected override void Dispose(bool disposing)
    {
        bool isStopped = StopToken.IsCancellationRequested;
        base.Dispose(disposing);
        if (!KeepSession) _ownSession?.Abandon(isStopped);
    }

    private static string AgentOf(Session session) => session.Status switch
    {
        SessionStatus.Active or SessionStatus.Starting => session.AgentName,
        SessionStatus.Ended => throw new AshException(AshErrorCause.SessionEnded, $"Session {session.Id} has ended."),
        _ => throw new AshException(AshErrorCause.SessionNotActive, $"Session {session.Id} is {session.Status}."),
    };

    /// <summary>After these the next message could not but fail in the same way.</summary>
    private static bool EndsConversation(AshErrorCause cause) => cause is
        AshErrorCause.AgentNotFound or AshErrorCause.AgentFolderMissing or AshErrorCause.SessionNotFound or AshErrorCause.SessionNotActive
        or AshErrorCause.SessionEnded or AshErrorCause.SandboxLost or AshErrorCause.AuthenticationFailed or AshErrorCause.ServerUnreachable
        or AshErrorCause.NameResolutionFailed or AshErrorCause.TlsFailed or AshErrorCause.NotAnAshServer;

    /// <summary>Talks until somebody leaves, or nothing more can be said.</summary>
    /// <returns>Whether the server is still to be talked to.</returns>
    private bool Talk(string agent, string? sessionId)
    {
        bool isConsole = ConsoleBreak.IsConsole(Host);
        LineReader reader = new(Host, InvokeCommand, isConsole);
        CreateDisplay().Note($"You talk to {agent}. Ctrl+C stops its turn, exit leaves.");
        while (true)
        {
            string? line = reader.Read($"{agent}> ");
            // Ctrl+C while it reads ends the command in some hosts.
            StopToken.ThrowIfCancellationRequested();
            if (line is null || line.Trim().Equals("exit", StringComparison.OrdinalIgnoreCase)) return true;
            if (string.IsNullOrWhiteSpace(line)) continue;
            if (!Say(line, agent, sessionId, isConsole)) return false;
            Host.UI.WriteLine();
        }
    }

    /// <summary>Says something and shows the answer.</summary>
    /// <returns>Whether the conversation can go on.</returns>
    private bool Say(string message, string agent, string? sessionId, bool isConsole)
    {
        TurnDisplay display = CreateDisplay();
        try
        {
            if (isConsole) ConsoleBreak.Run(InvokeCommand, $"{agent}> {message}", Answer);
            else Answer(StopToken);
            return true;
        }
        catch (AshException e)
        {
            display.EndText();
            WriteError(ErrorTable.ToErrorRecord(e, sessionId ?? _ownSession?.Id ?? agent));
            return !EndsConversation(e.Cause);
        }
        catch (OperationCanceledException) when (!StopToken.IsCancellationRequested)
        {
            display.Note((sessionId ?? _ownSession?.Id) is null ? "Stopped." : "Stopped. The agent works on.");
            return true;
        }

        void Answer(CancellationToken cancellationToken)
        {
            if (sessionId is null && _ownSession is null or { IsRefused: true }) _ownSession = new(Client, new() { Agent = agent });
            string id = sessionId ?? Await(_ownSession!.OpenAsync(cancellationToken));
            MessageOptions options = new() { IncludePartial = true };
            foreach (AshEvent next in Await(Client.Messages.SendAsync(id, message, options, cancellationToken)))
            {
                display.Show(next);
                if (next is MalformedEvent malformed) WriteError(ErrorTable.ToErrorRecord(malformed));
            }
            display.EndText();
        }
    }

    private TurnDisplay CreateDisplay() => new(Host.UI, Width, IsStyled);

    private void LeaveOwnSession(bool canBeEnded)
    {
        if (_ownSession is not { } session) return;
        string? id = session.Id;
        if (KeepSession && id is not null) WriteInformation(new HostInformationMessage { Message = $"Session {id} is kept." }, ["PSHOST"]);
        else if (canBeEnded && id is not null) ForTarget(id, () => Await(session.EndAsync(StopToken)));
        // One that is still being opened is of no use to anybody.
        else session.Abandon(isStopped: false);
        _ownSession = null;
    }
}
