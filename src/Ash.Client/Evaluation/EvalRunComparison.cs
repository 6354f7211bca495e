using System.Text.Json;
using System.Text.Json.Serialization;
using Ash.Http;

namespace Ash;

/// <summary>Two runs of an agent side by side.</summary>
public sealed class EvalRunComparison : AshModel
{
    /// <summary>The run that is compared with.</summary>
    [JsonPropertyName("runA")]
    public required EvalRun ReferenceRun { get; init => field = value ?? throw new JsonException(); }

    /// <summary>The run that is compared.</summary>
    [JsonPropertyName("runB")]
    public required EvalRun DifferenceRun { get; init => field = value ?? throw new JsonException(); }

    /// <summary>The cases of both: those of the reference run first, in its order, then what only the other has.</summary>
    public required IReadOnlyList<EvalComparison> Results { get; init => field = Items.AllThere(value); }
}
