using System.Management.Automation;
using System.Management.Automation.Language;
using System.Text.RegularExpressions;

namespace Ash.Commands;

/// <summary>
/// Completions as the command line needs them: in quotes where it does, or where whoever types has begun with one; and tooltips in short.
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
