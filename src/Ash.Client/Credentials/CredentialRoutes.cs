using System.Text;
using System.Text.Json;
using Ash.Http;

namespace Ash;

/// <summary>Credentials: <c>/api/credentials</c>. Every method throws <see cref="AshApiException"/> where the server refuses or is not reached.</summary>
public sealed class CredentialRoutes
{
    private readonly AshTransport _transport;

    internal CredentialRoutes(AshTransport transport) => _transport = transport;

    /// <summary>What <see cref="CreateAsync(string, string, string?, CancellationToken)"/> takes as a type.</summary>
    public static IReadOnlyList<string> Types { get; } =
        [CredentialType.Anthropic, CredentialType.OpenAI, CredentialType.Bedrock, CredentialType.Custom];

    /// <summary>Stores a key: <c>POST /api/credentials</c>.</summary>
    /// <param name="type">What it is for: one of <see cref="Types"/>.</param>
    /// <param name="key">The key; for Bedrock a JSON object with the fields of <see cref="BedrockKey"/>.</param>
    /// <param name="label">What to call it.</param>
    /// <param name="cancellationToken">Ends the call.</param>
    /// <returns>The credential, without the key.</returns>
    /// <exception cref="AshException"><see cref="AshErrorCause.InvalidRequest"/>: the type or the key is not one the server takes; nothing was sent.</exception>
    /// <exception cref="AshApiException"><see cref="AshErrorCause.CredentialStorageNotConfigured"/>: the server keeps no credentials.</exception>
    [Operation("POST /api/credentials", Body = typeof(CredentialOptions), Answer = typeof(NewCredentialBody))]
    public async Task<Credential> CreateAsync(
        string type, string key, string? label = null, CancellationToken cancellationToken = default)
    {
        Require.OneOf(type, Types, "The type of credential");
        if (string.IsNullOrWhiteSpace(key)) throw Require.Invalid("The key of the credential is empty.");
        if (type == CredentialType.Bedrock) CheckBedrock(key);
        NewCredentialBody answer = await _transport.SendAsync(
            HttpMethod.Post, "/api/credentials", new() { Type = type, Key = key, Label = label }, AshJsonContext.Default.CredentialOptions,
            AshJsonContext.Default.NewCredentialBody, cancellationToken).ConfigureAwait(false);
        return answer.Credential.ToCredential();
    }

    /// <summary>Stores what Amazon Bedrock takes: <c>POST /api/credentials</c> with the type <c>bedrock</c>.</summary>
    /// <param name="key">The values.</param>
    /// <param name="label">What to call it.</param>
    /// <param name="cancellationToken">Ends the call.</param>
    /// <returns>The credential, without the values.</returns>
    /// <exception cref="AshException"><see cref="AshErrorCause.InvalidRequest"/>: one of the values is empty; nothing was sent.</exception>
    /// <exception cref="AshApiException"><see cref="AshErrorCause.CredentialStorageNotConfigured"/>: the server keeps no credentials.</exception>
    public Task<Credential> CreateAsync(BedrockKey key, string? label = null, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(key);
        string json = Encoding.UTF8.GetString(RequestJson.Write(key, AshJsonContext.Default.BedrockKey));
        return CreateAsync(CredentialType.Bedrock, json, label, cancellationToken);
    }

    /// <summary>Lists the credentials: <c>GET /api/credentials</c>.</summary>
    /// <param name="cancellationToken">Ends the call.</param>
    /// <returns>The credentials, the newest first, without their keys.</returns>
    [Operation("GET /api/credentials", Answer = typeof(CredentialListBody))]
    public async Task<IReadOnlyList<Credential>> ListAsync(CancellationToken cancellationToken = default)
    {
        CredentialListBody answer = await _transport.GetAsync(
            "/api/credentials", AshJsonContext.Default.CredentialListBody, cancellationToken).ConfigureAwait(false);
        return answer.Credentials;
    }

    /// <summary>Deletes a credential: <c>DELETE /api/credentials/{id}</c>. Sessions that were made with it keep what they have.</summary>
    /// <param name="id">The credential's id.</param>
    /// <param name="cancellationToken">Ends the call.</param>
    /// <returns>A task that ends when it is deleted.</returns>
    [Operation("DELETE /api/credentials/{id}")]
    public Task DeleteAsync(string id, CancellationToken cancellationToken = default) =>
        _transport.SendAsync(
            HttpMethod.Delete, "/api/credentials/" + Require.PathSegment(id, "credential"), null, cancellationToken);

    /// <summary>The server takes any text, and says only to a session that is made with it later that it is of no use.</summary>
    private static void CheckBedrock(string key)
    {
        BedrockKey? values;
        try
        {
            values = JsonSerializer.Deserialize(key, AshJsonContext.Default.BedrockKey);
        }
        catch (JsonException)
        {
            // Its message would quote the key.
            throw Require.Invalid("The key of a bedrock credential is a JSON object with accessKeyId, secretAccessKey and region.");
        }
        if (string.IsNullOrWhiteSpace(values?.AccessKeyId)) throw Require.Invalid("The access key's id is empty.");
        if (string.IsNullOrWhiteSpace(values.SecretAccessKey)) throw Require.Invalid("The secret access key is empty.");
        if (string.IsNullOrWhiteSpace(values.Region)) throw Require.Invalid("The region is empty.");
    }
}
