namespace Ash.Emulation.Tests.Recordings;

/// <summary>Replies that take the part of the model behind the recordings.</summary>
public static class ScriptedModel
{
    private const string Command = """{"command":"echo hi","description":"Say hi"}""";

    public static IEnumerable<EmulatorReplyRule> Rules() =>
    [
        new("tool", EmulatorReply.Steps(
            new TextStep("I will run a command."), new ToolUseStep("Bash", Command, "hi"), new TextStep("The command said hi."))),
        new("toolerr", EmulatorReply.Steps(
            new TextStep("I will run a command."),
            new ToolUseStep("Bash", Command, "Exit code 1\nboom", IsError: true),
            new TextStep("The command said hi."))),
        new("ls", EmulatorReply.Steps(new ToolUseStep("Bash", """{"command":"ls"}""", ""), new TextStep("ok"))),
        new("think", EmulatorReply.Steps(new ThinkingStep("Let me think."), new TextStep("Thought."))),
        new("fail", EmulatorReply.Steps(new FailureStep("fake model failure"))),
        new("failmid", EmulatorReply.Steps(new TextStep("partial answer"), new FailureStep("fake model failure mid-turn"))),
        new("run", Gated.By(new TaskCompletionSource().Task)),
        new("errresult", EmulatorReply.Steps(
            new TextStep("stopping"), new ResultStep { Subtype = "error_max_turns", Errors = ["Reached maximum number of turns"] })),
    ];
}
