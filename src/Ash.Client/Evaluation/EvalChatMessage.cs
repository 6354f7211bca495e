namespace Ash;

/// <summary>A message of the conversation before an eval case's question.</summary>
public sealed class EvalChatMessage
{
    /// <summary>Who said it, such as <c>user</c> or <c>assistant</c>.</summary>
    public required string Role { get; init; }

    /// <summary>What was said.</summary>
    public required string Content { get; init; }

    /// <inheritdoc/>
    public override string ToString() => $"{Role}: {Content}";
}
