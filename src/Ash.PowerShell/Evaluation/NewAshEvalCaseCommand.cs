using System.Management.Automation;

namespace Ash.Commands;

/// <summary>
/// <para type="synopsis">Makes a case to evaluate an agent with: a question, and what the answer should and should not speak of.</para>
/// </summary>
[Cmdlet(VerbsCommon.New, "AshEvalCase", SupportsShouldProcess = true, ConfirmImpact = ConfirmImpact.Medium)]
[OutputType(typeof(EvalCase))]
public sealed class NewAshEvalCaseCommand : AshServerCommand
{
    /// <summary><para type="description">The agent: its name, an object from Get-AshAgent, or anything with an AgentName or Name.</para></summary>
    [Parameter(Position = 0, Mandatory = true, ValueFromPipeline = true, ValueFromPipelineByPropertyName = true)]
    [Alias("AgentName")]
    [ArgumentCompleter(typeof(AgentNameCompleter))]
    [AgentToChange(nameof(EvalCase))]
    [ValidateNotNullOrEmpty]
    public string? Agent { get; set; }

    /// <summary><para type="description">What the agent is asked.</para></summary>
    [Parameter(Position = 1, Mandatory = true, ValueFromPipeline = true, ValueFromPipelineByPropertyName = true)]
    [ArgumentCompleter(typeof(NothingCompleter))]
    [PlainText("The question is missing: New-AshEvalCase reviewer 'What is in a.txt?'.", nameof(Question))]
    [ValidateNotNullOrEmpty]
    public string? Question { get; set; }

    /// <summary><para type="description">Texts that the answer should have in it, upper and lower case the same. A case without any is always right in this.</para></summary>
    [Parameter(ValueFromPipelineByPropertyName = true)]
    [Alias("ExpectedTopics")]
    [ArgumentCompleter(typeof(NothingCompleter))]
    public string[]? ExpectedTopic { get; set; }

    /// <summary><para type="description">Texts that the answer should not have in it, upper and lower case the same.</para></summary>
    [Parameter(ValueFromPipelineByPropertyName = true)]
    [Alias("ExpectedNotTopics")]
    [ArgumentCompleter(typeof(NothingCompleter))]
    public string[]? ExpectedNotTopic { get; set; }

    /// <summary><para type="description">A good answer, for people to compare with.</para></summary>
    [Parameter(ValueFromPipelineByPropertyName = true)]
    [ArgumentCompleter(typeof(NothingCompleter))]
    public string? ReferenceAnswer { get; set; }

    /// <summary><para type="description">The case's category: accuracy, groundedness, safety, edge_case, multi_turn or a word of your own.</para></summary>
    [Parameter(ValueFromPipelineByPropertyName = true)]
    [ArgumentCompleter(typeof(EvalCategoryWordCompleter))]
    public string? Category { get; set; }

    /// <summary><para type="description">The case's tags.</para></summary>
    [Parameter(ValueFromPipelineByPropertyName = true)]
    [Alias("Tags")]
    [ArgumentCompleter(typeof(EvalTagCompleter))]
    public string[]? Tag { get; set; }

    /// <summary><para type="description">What was said before the question: hashtables with Role and Content. The server keeps it; its runs ask the question alone.</para></summary>
    [Parameter(ValueFromPipelineByPropertyName = true)]
    [ArgumentCompleter(typeof(NothingCompleter))]
    public EvalChatMessage[]? ChatHistory { get; set; }

    /// <summary><para type="description">Whether runs take the case up. Without it: yes.</para></summary>
    [Parameter(ValueFromPipelineByPropertyName = true)]
    [Alias("IsActive")]
    [ArgumentCompleter(typeof(NothingCompleter))]
    public bool? Active { get; set; }

    /// <inheritdoc/>
    protected override void Process() => ForAgent(Agent!, () =>
    {
        EvalCaseOptions options = new()
        {
            Question = Question!,
            ExpectedTopics = ExpectedTopic,
            ExpectedNotTopics = ExpectedNotTopic,
            ReferenceAnswer = NullIfEmpty(ReferenceAnswer),
            Category = NullIfEmpty(Category),
            Tags = Tag,
            ChatHistory = ChatHistory,
            IsActive = Active,
        };
        if (ShouldProcess($"agent {Agent}", $"Make the eval case '{Question}'"))
            WriteObject(Await(Client.EvalCases.CreateAsync(Agent!, options, StopToken)));
    });

    /// <summary>A null in a string parameter becomes an empty string on the way, and so does an empty cell of a CSV file.</summary>
    private static string? NullIfEmpty(string? text) => string.IsNullOrEmpty(text) ? null : text;
}
