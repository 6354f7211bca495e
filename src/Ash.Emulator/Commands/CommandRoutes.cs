using Ash.Emulation.Http;
using Ash.Emulation.Json;
using Ash.Emulation.Messages;
using Ash.Emulation.Routing;
using Ash.Emulation.Sandboxes;
using Ash.Emulation.Sessions;

namespace Ash.Emulation.Commands;

/// <summary>Answers a shell command in a session's sandbox.</summary>
internal sealed class CommandRoutes(SessionStore sessions, EmulatorCommands commands)
{
    private const int LongestTimeout = 300_000;

    public IEnumerable<Route> All() =>
    [
        new("POST", "/api/sessions/{id}/exec", RunAsync) { Declares = [400, 404, 500] },
    ];

    private async Task<HttpReply?> RunAsync(RouteRequest request)
    {
        var body = request.Body();
        var command = body.Text("command");
        body.OptionalNumber("timeout", minimum: 1, maximum: LongestTimeout, integer: true);
        var session = sessions.Get(request.SessionId);
        if (session.Status != SessionStatus.Active)
            throw new RequestRefusedException(400, $"Session is {session.Status}");
        // Unlike a message, a command leaves the status of a session whose sandbox has died as it is.
        if (session.Sandbox is not { IsAlive: true } sandbox)
            throw new RequestRefusedException(500, "Sandbox not found");
        if (sandbox.IsKilled)
            throw new RequestRefusedException(500, $"Exec failed: {Sandbox.NotConnected}");

        // There is no such thing as running nothing.
        if (command.Length == 0)
            throw new RequestRefusedException(500, "Internal Server Error");

        using var listener = sandbox.Listen();
        sandbox.Run(gone => RunAsync(sandbox, command, gone));
        return await WaitAsync(listener, request.Exchange.ClientLeft).ConfigureAwait(false);
    }

    private async Task RunAsync(Sandbox sandbox, string command, CancellationToken gone)
    {
        try
        {
            var result = await commands.RunAsync(command, gone).ConfigureAwait(false);
            await sandbox.TellAllAsync(new SandboxEvent { CommandResult = result }).ConfigureAwait(false);
            await sandbox.TellAllAsync(Turn.Done("")).ConfigureAwait(false);
        }
        catch (Exception exception) when (!gone.IsCancellationRequested)
        {
            await sandbox.TellAllAsync(Turn.Failed(exception.Message)).ConfigureAwait(false);
        }
    }

    private static async Task<HttpReply> WaitAsync(SandboxListener listener, CancellationToken clientLeft)
    {
        while (await listener.WaitAsync(clientLeft).ConfigureAwait(false))
        {
            while (listener.TryRead(out var happened))
            {
                if (happened.CommandResult is { } result)
                    return Show(result);
                if (happened.Error is { } error)
                    throw new RequestRefusedException(500, error);
                // The end of a turn that ran at the same time is taken for the end of the command.
                if (happened.End != SandboxEventEnd.None)
                    throw new RequestRefusedException(500, "No exec result received");
            }
        }

        throw new OperationCanceledException(clientLeft);
    }

    private static HttpReply Show(EmulatorCommandResult result) => HttpReply.Json(200, JsonBytes.Object(json =>
    {
        json.WriteNumber("exitCode", result.ExitCode);
        json.WriteString("stdout", result.Stdout);
        json.WriteString("stderr", result.Stderr);
    }));
}
