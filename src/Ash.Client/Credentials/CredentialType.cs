namespace Ash;

/// <summary>The server's words for what a credential is for. They decide which environment variable of a session gets it.</summary>
public static class CredentialType
{
    /// <summary>Anthropic: <c>ANTHROPIC_API_KEY</c>.</summary>
    public const string Anthropic = "anthropic";

    /// <summary>OpenAI: <c>OPENAI_API_KEY</c>.</summary>
    public const string OpenAI = "openai";

    /// <summary>Amazon Bedrock: <c>AWS_ACCESS_KEY_ID</c> and the others, and <c>CLAUDE_CODE_USE_BEDROCK</c>.</summary>
    public const string Bedrock = "bedrock";

    /// <summary>Anything else: <c>ASH_CUSTOM_API_KEY</c>.</summary>
    public const string Custom = "custom";
}
