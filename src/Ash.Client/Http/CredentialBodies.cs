using System.Text.Json;

namespace Ash.Http;

/// <summary>The body of <c>POST /api/credentials</c>.</summary>
internal sealed class CredentialOptions
{
    public required string Type { get; init; }

    public required string Key { get; init; }

    public string? Label { get; init; }
}

/// <summary><c>{"credential": …}</c> of a credential that was just stored, which nobody has used yet.</summary>
internal sealed class NewCredentialBody
{
    public required NewCredential Credential { get; init => field = value ?? throw new JsonException(); }

    internal sealed class NewCredential : AshModel
    {
        public required string Id { get; init; }

        public required string Type { get; init; }

        public string? Label { get; init; }

        public bool Active { get; init; }

        public DateTime CreatedAt { get; init; }

        public Credential ToCredential() => new()
        {
            Id = Id, Type = Type, Label = Label, Active = Active, CreatedAt = CreatedAt, UnknownFields = UnknownFields,
        };
    }
}

/// <summary><c>{"credentials": […]}</c>.</summary>
internal sealed class CredentialListBody
{
    public required IReadOnlyList<Credential> Credentials { get; init => field = Items.AllThere(value); }
}
