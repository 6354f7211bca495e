using System.Management.Automation;

namespace Ash.Commands;

/// <summary>
/// <para type="synopsis">Gets the keys that open the server, without the keys themselves.</para>
/// </summary>
[Cmdlet(VerbsCommon.Get, "AshApiKey", DefaultParameterSetName = ListSet)]
[OutputType(typeof(ApiKey))]
public sealed class GetAshApiKeyCommand : AshServerCommand
{
    private const string ListSet = "List";
    private const string IdSet = "Id";

    /// <summary><para type="description">Keys to get anew: ids, objects from Get-AshApiKey or New-AshApiKey, or anything with an ApiKeyId or Id.</para></summary>
    [Parameter(Position = 0, Mandatory = true, ParameterSetName = IdSet, ValueFromPipeline = true, ValueFromPipelineByPropertyName = true)]
    [Alias("ApiKeyId")]
    [ArgumentCompleter(typeof(ApiKeyIdCompleter))]
    [Identity("ApiKeyId", "Id")]
    [ValidateNotNullOrEmpty]
    public string[]? Id { get; set; }

    /// <summary><para type="description">Only keys with these labels; wildcards are allowed.</para></summary>
    [Parameter(ParameterSetName = ListSet)]
    [ArgumentCompleter(typeof(ApiKeyLabelCompleter))]
    [ValidateNotNullOrEmpty]
    [SupportsWildcards]
    public string[]? Label { get; set; }

    /// <inheritdoc/>
    protected override void Process() => ForTarget(Id, () =>
    {
        // The server lists all and filters by nothing.
        IReadOnlyList<ApiKey> all = Await(Client.ApiKeys.ListAsync(StopToken));
        if (ParameterSetName == IdSet)
        {
            foreach (string id in Id!) ForTarget(id, () => WriteObject(Find(all, id)));
            return;
        }
        WildcardPattern[]? labels = Label is null ? null : Wildcard.Of(Label);
        WriteObject(
            all.Where(key => labels?.Any(label => label.IsMatch(key.Label ?? string.Empty)) != false),
            enumerateCollection: true);
    });

    private static ApiKey Find(IReadOnlyList<ApiKey> all, string id) =>
        all.FirstOrDefault(key => key.Id == id)
        ?? throw new AshException(AshErrorCause.NotFound, $"The server has no API key with the id '{id}'.");
}
