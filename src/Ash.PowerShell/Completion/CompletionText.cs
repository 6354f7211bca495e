using System.Management.Automation;
using System.Management.Automation.Language;
using System.Text.RegularExpressions;

namespace Ash.Commands;

/// <summary>
/// Completions as the command line needs them: in quotes where it does, or where whoever types has begun with one; tooltips in short, and labels.
/// </summary>
internal static partial class CompletionText
{
    public static string Unquote(string? word) => word switch
    {
        null => string.Empty,
        ['\'', ..] => word.Trim('\'').Replace("''", "'", StringComparison.Ordinal),
        ['"', ..] => Backtick().Replace(word.Trim('"'), "$1"),
        _ => word,
    };

    /// <summary>For a parameter that takes wildcards: a name that stands for itself alone.</summary>
    public static CompletionResult Escaped(CompletionResult result) =>
        new(WildcardPattern.Escape(result.CompletionText), result.ListItemText, result.ResultType, result.ToolTip);

    public static CompletionResult Quoted(CompletionResult result, string? word) =>
        new(Quote(result.CompletionText, word), result.ListItemText, result.ResultType, result.ToolTip);

    /// <summary>A text that may be long or have several lines, in short.</summary>
    public static string Short(string text)
    {
        const int MostShown = 60;
        string line = text.ReplaceLineEndings(" ").Trim();
        return line.Length > MostShown ? line[..MostShown] + "…" : line;
    }

    /// <summary>Labels that begin so, each once, with what they are of.</summary>
    public static IEnumerable<CompletionResult> Labels(IEnumerable<(string? Label, string Of)> labels, string typed) => labels
        .Where(one => one.Label is { Length: > 0 } label && label.StartsWith(typed, StringComparison.OrdinalIgnoreCase))
        .GroupBy(static one => one.Label!, static one => one.Of, StringComparer.Ordinal)
        .OrderBy(static label => label.Key, StringComparer.OrdinalIgnoreCase)
        .Select(static label => new CompletionResult(label.Key, label.Key, CompletionResultType.ParameterValue, string.Join(", ", label)));

    private static string Quote(string text, string? word)
    {
        if (word is ['"', ..]) return $"\"{DoubleQuoted().Replace(text, "`$0")}\"";
        return word is ['\'', ..] || !Plain().IsMatch(text) ? $"'{CodeGeneration.EscapeSingleQuotedStringContent(text)}'" : text;
    }

    /// <summary>What means nothing to the parser, at the beginning of a word and further on.</summary>
    [GeneratedRegex(@"^[\w./*?\\~:][\w./*?\\~:+=%-]*\z")]
    private static partial Regex Plain();

    [GeneratedRegex("`(.)")]
    private static partial Regex Backtick();

    [GeneratedRegex("[`\"$]")]
    private static partial Regex DoubleQuoted();
}
