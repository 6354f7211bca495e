using System.Globalization;
using System.Text;
using System.Text.RegularExpressions;

namespace Ash.Http;

/// <summary>Reads the text format in which Prometheus is told of metrics, version 0.0.4.</summary>
internal static partial class MetricsText
{
    /// <exception cref="FormatException">A line is not what the format has.</exception>
    public static IReadOnlyList<ServerMetric> Parse(string text)
    {
        Dictionary<string, string> types = [];
        Dictionary<string, string> helps = [];
        List<ServerMetric> metrics = [];
        foreach (string line in text.Split('\n').Select(static line => line.Trim()).Where(static line => line.Length > 0))
        {
            if (line.StartsWith('#'))
            {
                string[] words = line.Split(' ', 4, StringSplitOptions.RemoveEmptyEntries);
                if (words is [_, "TYPE", var typed, var type]) types[typed] = type;
                else if (words is [_, "HELP", var helped, var help]) helps[helped] = Unescape(help);
                continue;
            }
            Match sample = Sample().Match(line);
            if (!sample.Success) throw new FormatException($"'{line}' is no metric.");
            string name = sample.Groups["name"].Value;
            metrics.Add(new()
            {
                Name = name,
                Label = Label().Matches(sample.Groups["labels"].Value)
                    .ToDictionary(static label => label.Groups["name"].Value, static label => Unescape(label.Groups["value"].Value)),
                Value = ValueOf(sample.Groups["value"].Value),
                Type = types.GetValueOrDefault(name),
                Help = helps.GetValueOrDefault(name),
            });
        }
        return metrics;
    }

    private static double ValueOf(string text) => text switch
    {
        "+Inf" => double.PositiveInfinity,
        "-Inf" => double.NegativeInfinity,
        _ => double.Parse(text, NumberStyles.Float, CultureInfo.InvariantCulture),
    };

    private static string Unescape(string text)
    {
        if (!text.Contains('\\', StringComparison.Ordinal)) return text;
        StringBuilder plain = new(text.Length);
        for (int i = 0; i < text.Length; i++)
        {
            bool isEscape = text[i] == '\\' && i + 1 < text.Length;
            if (isEscape) i++;
            plain.Append(isEscape && text[i] == 'n' ? '\n' : text[i]);
        }
        return plain.ToString();
    }

    // A moment may stand behind the value.
    [GeneratedRegex(
        @"^(?<name>[a-zA-Z_:][a-zA-Z0-9_:]*)\s*(\{(?<labels>(?:[^""}]|""(?:[^""\\]|\\.)*"")*)\})?\s*(?<value>[^\s{}]+)(\s+-?\d+)?$",
        RegexOptions.CultureInvariant)]
    private static partial Regex Sample();

    [GeneratedRegex(@"(?<name>[a-zA-Z_][a-zA-Z0-9_]*)\s*=\s*""(?<value>(?:[^""\\]|\\.)*)""", RegexOptions.CultureInvariant)]
    private static partial Regex Label();
}
