using System.Diagnostics;
using System.Text.Json;
using Ash.Emulation.Sandboxes;

namespace Ash.Emulation.Messages;

/// <summary>One turn of an agent: what a reply says becomes what a sandbox tells.</summary>
internal sealed class Turn(Sandbox sandbox, EmulatorPrompt prompt, EmulatorReply reply, string model, bool partial, bool structured)
{
    public const string DefaultModel = "claude-sonnet-4-6";

    private readonly long _began = Stopwatch.GetTimestamp();
    private readonly TurnUsage _usage = new(prompt.Text);
    private ResultStep _result = new();
    private string? _lastText;
    private int _tools;

    public Task RunAsync(string permissionMode, CancellationToken gone) =>
        reply.MakeChunks is null ? WorkAsync(permissionMode, gone) : PlayAsync(gone);

    private async Task PlayAsync(CancellationToken gone)
    {
        var end = reply.SendsLastChunk ? SandboxEventEnd.Done : SandboxEventEnd.Cut;
        try
        {
            await foreach (var chunk in reply.MakeChunks!(prompt, gone).WithCancellation(gone).ConfigureAwait(false))
                await sandbox.TellAllAsync(new SandboxEvent { Frame = chunk }).ConfigureAwait(false);
        }
        catch (Exception) when (!gone.IsCancellationRequested)
        {
            // There is no place for a text among bytes that nobody but their maker knows.
            end = SandboxEventEnd.Cut;
        }

        await sandbox.TellAllAsync(new SandboxEvent { End = end }).ConfigureAwait(false);
    }

    private async Task WorkAsync(string permissionMode, CancellationToken gone)
    {
        var messages = new AgentMessages(prompt.SessionId, model, prompt.Sequence, _usage);
        await sandbox.TellAllAsync(messages.Init(sandbox.WorkspacePath, permissionMode)).ConfigureAwait(false);
        string? failure = null;
        try
        {
            await foreach (var step in reply.MakeSteps!(prompt, gone).WithCancellation(gone).ConfigureAwait(false))
            {
                failure = (step as FailureStep)?.Error;
                if (failure is not null)
                    break;
                await TakeAsync(step, messages).ConfigureAwait(false);
            }
        }
        catch (Exception exception) when (!gone.IsCancellationRequested)
        {
            // Whatever goes wrong in the SDK reaches the client as the text of its exception.
            failure = exception.Message;
        }

        await sandbox.TellAllAsync(failure is null ? messages.Result(Result()) : Failed(failure)).ConfigureAwait(false);
        if (failure is null)
            await sandbox.TellAllAsync(Done(prompt.SessionId)).ConfigureAwait(false);
    }

    /// <summary>The event that ends a turn, or a command, whose session is then the empty text.</summary>
    public static SandboxEvent Done(string sessionId) => new()
    {
        Frame = Frames.Make("done", json => json.WriteString("sessionId", sessionId)),
        End = SandboxEventEnd.Done,
    };

    /// <summary>The event that ends a turn, or a command, that failed.</summary>
    public static SandboxEvent Failed(string error)
    {
        var frame = Frames.Make("error", json => json.WriteString("error", error));
        return new SandboxEvent
        {
            Frame = frame,
            Timeline = ("error", Frames.Data(frame, "error")),
            Error = error,
            End = SandboxEventEnd.Failed,
        };
    }

    private async ValueTask TakeAsync(ReplyStep step, AgentMessages messages)
    {
        switch (step)
        {
            case TextStep(var text):
                _lastText = text;
                _usage.Add(text);
                messages.NextMessage();
                await TellPartialAsync(() => messages.Partial().Text(text)).ConfigureAwait(false);
                await sandbox.TellAllAsync(messages.Text(text)).ConfigureAwait(false);
                break;
            case ThinkingStep(var thinking):
                _usage.Add(thinking);
                messages.NextMessage();
                await TellPartialAsync(() => messages.Partial().Thinking(thinking)).ConfigureAwait(false);
                await sandbox.TellAllAsync(messages.Thinking(thinking)).ConfigureAwait(false);
                break;
            case ToolUseStep tool:
                _usage.Add(tool.Input);
                messages.NextMessage();
                var id = $"toolu_emulated_{prompt.Sequence}_{++_tools}";
                await TellPartialAsync(() => messages.Partial().ToolUse(id, tool.Name, tool.Input)).ConfigureAwait(false);
                await sandbox.TellAllAsync(messages.ToolUse(id, tool.Name, tool.Input)).ConfigureAwait(false);
                await sandbox.TellAllAsync(messages.ToolResult(id, tool.Result, tool.IsError)).ConfigureAwait(false);
                break;
            case FrameStep(var type, var json):
                await sandbox.TellAllAsync(new SandboxEvent { Frame = Frames.Make(type, json) }).ConfigureAwait(false);
                break;
            case ResultStep result:
                _result = result;
                break;
            default:
                throw new NotSupportedException($"A reply cannot hold a {step.GetType().Name}.");
        }
    }

    private async ValueTask TellPartialAsync(Func<IEnumerable<SandboxEvent>> events)
    {
        if (!partial)
            return;
        foreach (var happened in events())
            await sandbox.TellAllAsync(happened).ConfigureAwait(false);
    }

    private TurnResult Result()
    {
        var succeeded = _result.Subtype == "success";
        var text = succeeded ? _result.Result ?? _lastText ?? "" : _result.Result;
        return new TurnResult(1 + _tools, Stopwatch.GetElapsedTime(_began))
        {
            Subtype = _result.Subtype,
            IsError = _result.IsError ?? !succeeded,
            Text = text,
            CostUsd = _result.CostUsd,
            Errors = _result.Errors,
            // Where the text is no JSON the SDK leaves the field out.
            StructuredOutput = structured && text is not null && IsJson(text) ? text : null,
        };
    }

    private static bool IsJson(string text)
    {
        try
        {
            JsonDocument.Parse(text).Dispose();
            return true;
        }
        catch (JsonException)
        {
            return false;
        }
    }
}
