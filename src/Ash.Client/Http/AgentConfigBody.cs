using System.Text.Json;

namespace Ash.Http;

/// <summary><c>{"config": {…}}</c>.</summary>
internal sealed class AgentConfigBody
{
    public required JsonElement Config
    {
        get;
        init => field = value.ValueKind == JsonValueKind.Object ? value : throw new JsonException();
    }
}
