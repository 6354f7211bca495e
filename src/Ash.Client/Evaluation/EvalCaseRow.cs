using System.Text.Json.Nodes;

namespace Ash;

/// <summary>One case of a file, as it stands there.</summary>
/// <param name="Where">Where in the file: <c>Row 3</c>, <c>Case 2</c>.</param>
/// <param name="Fields">What it says, by column.</param>
internal sealed record EvalCaseRow(string Where, JsonObject Fields);
