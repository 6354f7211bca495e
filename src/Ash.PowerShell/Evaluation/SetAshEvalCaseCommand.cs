using System.Management.Automation;

namespace Ash.Commands;

/// <summary>
/// <para type="synopsis">Changes eval cases, or has runs leave them out.</para>
/// </summary>
[Cmdlet(VerbsCommon.Set, "AshEvalCase", DefaultParameterSetName = ItemSet, SupportsShouldProcess = true, ConfirmImpact = ConfirmImpact.Medium)]
[OutputType(typeof(EvalCase))]
public sealed class SetAshEvalCaseCommand : AshEvalCaseCommand
{
    /// <summary><para type="description">What the agent is asked.</para></summary>
    [Parameter]
    [ArgumentCompleter(typeof(NothingCompleter))]
    [ValidateNotNullOrEmpty]
    public string? Question { get; set; }

    /// <summary><para type="description">Texts that the answer should have in it, in place of those that the case has; an empty list expects none.</para></summary>
    [Parameter]
    [Alias("ExpectedTopics")]
    [ArgumentCompleter(typeof(NothingCompleter))]
    [ValidateNotNull]
    public string[]? ExpectedTopic { get; set; }

    /// <summary><para type="description">Texts that the answer should not have in it, in place of those that the case has; an empty list forbids none.</para></summary>
    [Parameter]
    [Alias("ExpectedNotTopics")]
    [ArgumentCompleter(typeof(NothingCompleter))]
    [ValidateNotNull]
    public string[]? ExpectedNotTopic { get; set; }

    /// <summary><para type="description">A good answer, for people to compare with; an empty one takes it away.</para></summary>
    [Parameter]
    [ArgumentCompleter(typeof(NothingCompleter))]
    public string? ReferenceAnswer { get; set; }

    /// <summary><para type="description">The case's category; an empty one takes it away.</para></summary>
    [Parameter]
    [ArgumentCompleter(typeof(EvalCategoryWordCompleter))]
    public string? Category { get; set; }

    /// <summary><para type="description">The case's tags, in place of those that it has.</para></summary>
    [Parameter]
    [Alias("Tags")]
    [ArgumentCompleter(typeof(EvalTagCompleter))]
    [ValidateNotNull]
    public string[]? Tag { get; set; }

    /// <summary><para type="description">What was said before the question: hashtables with Role and Content.</para></summary>
    [Parameter]
    [ArgumentCompleter(typeof(NothingCompleter))]
    [ValidateNotNull]
    public EvalChatMessage[]? ChatHistory { get; set; }

    /// <summary><para type="description">Whether runs take the case up: $true or $false.</para></summary>
    [Parameter]
    [Alias("IsActive")]
    [ArgumentCompleter(typeof(NothingCompleter))]
    public bool? Active { get; set; }

    /// <inheritdoc/>
    protected override string Action => "Change";

    /// <inheritdoc/>
    protected override void Check()
    {
        if (Question is null && ExpectedTopic is null && ExpectedNotTopic is null && ReferenceAnswer is null && Category is null
            && Tag is null && ChatHistory is null && Active is null)
        {
            throw new AshException(AshErrorCause.InvalidRequest, "There is nothing to change: give -Question, -ExpectedTopic, " +
                "-ExpectedNotTopic, -ReferenceAnswer, -Category, -Tag, -ChatHistory or -Active.");
        }
    }

    /// <inheritdoc/>
    protected override async Task<EvalCase?> ChangeAsync(string agent, string id)
    {
        EvalCaseChange change = new()
        {
            Question = Question,
            ExpectedTopics = ExpectedTopic,
            ExpectedNotTopics = ExpectedNotTopic,
            ReferenceAnswer = ReferenceAnswer,
            Category = Category,
            Tags = Tag,
            ChatHistory = ChatHistory,
            IsActive = Active,
        };
        return await Client.EvalCases.ChangeAsync(agent, id, change, StopToken).ConfigureAwait(false);
    }
}
