using System.Management.Automation;
using System.Security;

namespace Ash.Commands;

/// <summary>
/// <para type="synopsis">Stores a key on the server for sessions to use.</para>
/// </summary>
[Cmdlet(VerbsCommon.New, "AshCredential", DefaultParameterSetName = KeySet, SupportsShouldProcess = true, ConfirmImpact = ConfirmImpact.Medium)]
[OutputType(typeof(Credential))]
public sealed class NewAshCredentialCommand : AshServerCommand
{
    private const string KeySet = "Key";
    private const string BedrockSet = "Bedrock";

    /// <summary><para type="description">What the key is for. It decides which environment variable of a session gets it: ANTHROPIC_API_KEY, OPENAI_API_KEY, those of AWS, or ASH_CUSTOM_API_KEY.</para></summary>
    [Parameter(Position = 0, Mandatory = true, ParameterSetName = KeySet)]
    [Parameter(Position = 0, ParameterSetName = BedrockSet)]
    [KnownWord(CredentialType.Anthropic, CredentialType.OpenAI, CredentialType.Bedrock, CredentialType.Custom)]
    [ValidateSet(CredentialType.Anthropic, CredentialType.OpenAI, CredentialType.Bedrock, CredentialType.Custom)]
    public string Type { get; set; } = CredentialType.Bedrock;

    /// <summary><para type="description">The key, as a SecureString or a string. For bedrock it is a JSON object; -AccessKeyId and the others make it.</para></summary>
    [Parameter(Position = 1, Mandatory = true, ParameterSetName = KeySet)]
    [ArgumentCompleter(typeof(NothingCompleter))]
    [ApiKey]
    [ValidateNotNull]
    public SecureString? Key { get; set; }

    /// <summary><para type="description">The id of the AWS access key.</para></summary>
    [Parameter(Mandatory = true, ParameterSetName = BedrockSet, ValueFromPipelineByPropertyName = true)]
    [ArgumentCompleter(typeof(NothingCompleter))]
    [ValidateNotNullOrEmpty]
    public string? AccessKeyId { get; set; }

    /// <summary><para type="description">The AWS secret access key, as a SecureString or a string.</para></summary>
    [Parameter(Mandatory = true, ParameterSetName = BedrockSet, ValueFromPipelineByPropertyName = true)]
    [ArgumentCompleter(typeof(NothingCompleter))]
    [ApiKey]
    [ValidateNotNull]
    public SecureString? SecretAccessKey { get; set; }

    /// <summary><para type="description">The token of a temporary AWS access key, as a SecureString or a string.</para></summary>
    [Parameter(ParameterSetName = BedrockSet, ValueFromPipelineByPropertyName = true)]
    [ArgumentCompleter(typeof(NothingCompleter))]
    [ApiKey]
    [ValidateNotNull]
    public SecureString? SessionToken { get; set; }

    /// <summary><para type="description">The AWS region, such as us-east-1.</para></summary>
    [Parameter(Mandatory = true, ParameterSetName = BedrockSet, ValueFromPipelineByPropertyName = true)]
    [ArgumentCompleter(typeof(NothingCompleter))]
    [ValidateNotNullOrEmpty]
    public string? Region { get; set; }

    /// <summary><para type="description">What to call it, to tell it from others.</para></summary>
    [Parameter]
    [ArgumentCompleter(typeof(NothingCompleter))]
    [ValidateNotNullOrEmpty]
    public string? Label { get; set; }

    /// <inheritdoc/>
    protected override void Process() => ForTarget(Label ?? Type, () =>
    {
        if (ParameterSetName == BedrockSet && Type != CredentialType.Bedrock)
            throw new AshException(AshErrorCause.InvalidRequest, $"An AWS access key is a credential of the type bedrock, and not {Type}.");
        if (ShouldProcess($"{Type} credential {Label}".TrimEnd(), "Store")) WriteObject(Await(CreateAsync()));
    });

    private Task<Credential> CreateAsync() => ParameterSetName == KeySet
        ? Client.Credentials.CreateAsync(Type, ApiKeyAttribute.Reveal(Key)!, Label, StopToken)
        : Client.Credentials.CreateAsync(
            new BedrockKey
            {
                AccessKeyId = AccessKeyId!,
                SecretAccessKey = ApiKeyAttribute.Reveal(SecretAccessKey)!,
                Region = Region!,
                SessionToken = ApiKeyAttribute.Reveal(SessionToken),
            },
            Label, StopToken);
}
