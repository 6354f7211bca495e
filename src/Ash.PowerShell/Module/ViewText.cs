using System.Globalization;
using System.Management.Automation;
using Ash.Emulation;

namespace Ash.Commands;

/// <summary>
/// How values read in the views of Ash.Format.ps1xml, whose script blocks call these methods. What is a time, a size or a sum of
/// money in a property is for scripts; this is for a person, and the same in every culture.
/// </summary>
public static class ViewText
{
    /// <summary>A time: of today's the time of day, of any other day the date.</summary>
    /// <param name="time">The time, in local time.</param>
    /// <returns>For example <c>14:03:22</c> or <c>2026-03-05</c>; nothing where there is none.</returns>
    public static string Time(DateTime? time) => time is not { Ticks: > 0 } moment ? string.Empty
        : moment.ToString(moment.Date == DateTime.Today ? "HH:mm:ss" : "yyyy-MM-dd", CultureInfo.InvariantCulture);

    /// <summary>A duration in its two largest units.</summary>
    /// <param name="duration">The duration.</param>
    /// <returns>For example <c>250 ms</c>, <c>12.3 s</c>, <c>3 min 5 s</c> or <c>2 h 14 min</c>; nothing where there is none.</returns>
    public static string Duration(TimeSpan? duration) => duration switch
    {
        null => string.Empty,
        { TotalMilliseconds: < 999.5 } d => Invariant($"{d.TotalMilliseconds:0} ms"),
        { TotalSeconds: < 59.95 } d => Invariant($"{d.TotalSeconds:0.0} s"),
        { } d => TimeSpan.FromSeconds(Math.Round(d.TotalSeconds)) switch
        {
            { TotalHours: < 1 } whole => Invariant($"{whole.Minutes} min {whole.Seconds} s"),
            { TotalDays: < 1 } whole => Invariant($"{whole.Hours} h {whole.Minutes} min"),
            var whole => Invariant($"{whole.Days} d {whole.Hours} h"),
        },
    };

    /// <summary>A sum of money: from a dollar on in cents, below as exactly as models are billed.</summary>
    /// <param name="usd">US dollars.</param>
    /// <returns>For example <c>$1,234.50</c> or <c>$0.0042</c>; nothing where there is none.</returns>
    public static string Cost(decimal? usd) => usd switch
    {
        null => string.Empty,
        < 1 and > -1 => Invariant($"${usd:0.00####}"),
        _ => Invariant($"${usd:#,0.00}"),
    };

    /// <summary>A size in the units that PowerShell has: a KB is 1024 bytes.</summary>
    /// <param name="length">Bytes.</param>
    /// <returns>For example <c>512 B</c>, <c>1.2 KB</c> or <c>34 MB</c>; nothing where there is none.</returns>
    public static string Size(long? length)
    {
        if (length is null) return string.Empty;
        double size = length.Value;
        if (size < 1024) return Invariant($"{size:0} B");
        string[] units = ["KB", "MB", "GB", "TB"];
        int unit = -1;
        do
        {
            size /= 1024;
            unit++;
        }
        while (size >= 1023.5 && unit < units.Length - 1);
        return size < 9.95 ? Invariant($"{size:0.0} {units[unit]}") : Invariant($"{size:0} {units[unit]}");
    }

    /// <summary>A number of things.</summary>
    /// <param name="count">The number.</param>
    /// <returns>For example <c>1,234</c>; nothing where there is none.</returns>
    public static string Count(long? count) => count is null ? string.Empty : Invariant($"{count:#,0}");

    /// <summary>A number of things, and what they are.</summary>
    /// <param name="count">The number.</param>
    /// <param name="one">What one of them is called.</param>
    /// <returns>For example <c>1 file</c> or <c>1,234 files</c>.</returns>
    internal static string Count(long count, string one) => $"{Count(count)} {one}{(count == 1 ? string.Empty : "s")}";

    /// <summary>A score between nothing and all.</summary>
    /// <param name="score">From 0 to 1.</param>
    /// <returns>For example <c>0.75</c>; nothing where there is none.</returns>
    public static string Score(double? score) => score is null ? string.Empty : Invariant($"{score:0.00}");

    /// <summary>A state, coloured: green goes well, cyan is under way, yellow waits for somebody, red failed, and what is over is dim.</summary>
    /// <param name="status">The server's word, or a value of ours.</param>
    /// <param name="style">$PSStyle.</param>
    /// <returns>The word; where the host shows no colours, the engine takes them out.</returns>
    public static string Status(object? status, object style) => status?.ToString() is not { } word ? string.Empty
        : word.ToUpperInvariant() switch
        {
            "ACTIVE" or "OK" or "COMPLETED" or "BETTER" => Colored(word, style, "Foreground", "Green"),
            "STARTING" or "PENDING" or "PROCESSING" or "RUNNING" => Colored(word, style, "Foreground", "Cyan"),
            "PAUSED" or "INTERRUPTED" => Colored(word, style, "Foreground", "Yellow"),
            "ERROR" or "FAILED" or "WORSE" => Failure(word, style),
            "STOPPED" or "ENDED" or "CANCELLED" => Dim(word, style),
            _ => word,
        };

    /// <summary>What matters less than the rest, such as the number of an event.</summary>
    /// <param name="value">The value.</param>
    /// <param name="style">$PSStyle.</param>
    /// <returns>The value, dim.</returns>
    public static string Dim(object? value, object style) => Colored(Text(value), style, "Dim");

    /// <summary>What went wrong, in the colour that errors have in this session.</summary>
    /// <param name="value">The value.</param>
    /// <param name="style">$PSStyle.</param>
    /// <returns>The value, coloured.</returns>
    public static string Failure(object? value, object style) => Colored(Text(value), style, "Formatting", "Error");

    /// <summary>An event, or a message that the server keeps, in one line; coloured where it says that something failed.</summary>
    /// <param name="item">The event or message.</param>
    /// <param name="style">$PSStyle.</param>
    /// <returns>The line.</returns>
    public static string Event(object item, object style)
    {
        object? value = item is PSObject wrapped ? wrapped.BaseObject : item;
        string line = Line(value);
        return value is ErrorEvent or MalformedEvent or ToolResultEvent { IsError: true } or MessageEvent { IsError: true }
            or SessionEvent { Type: "error" } ? Failure(line, style) : line;
    }

    /// <summary>Enough of a session's id to tell one from another.</summary>
    /// <param name="sessionId">The id.</param>
    /// <param name="style">$PSStyle.</param>
    /// <returns>Its first 8 characters, dim.</returns>
    public static string Session(string? sessionId, object style) => Dim(sessionId is { Length: > 8 } id ? id[..8] : sessionId, style);

    /// <summary>What a tool gave back, on one line.</summary>
    /// <param name="call">The use of the tool.</param>
    /// <param name="style">$PSStyle.</param>
    /// <returns>The line; where the tool failed it says so.</returns>
    public static string Result(object call, object style) => (call is PSObject wrapped ? wrapped.BaseObject : call) switch
    {
        ToolCall { IsError: true } failed => Failure(Line($"failed: {failed.Result}"), style),
        ToolCall done => Line(done.Result),
        _ => string.Empty,
    };

    /// <summary>What was asked, on one line, and why there is no answer where that is so.</summary>
    /// <param name="text">What was asked.</param>
    /// <param name="error">What went wrong; null for nothing.</param>
    /// <param name="style">$PSStyle.</param>
    /// <returns>For example <c>What is it? (On strike.)</c>.</returns>
    public static string Asked(object? text, object? error, object style) =>
        Line(error) is { Length: > 0 } reason ? $"{Line(text)} {Failure($"({reason})", style)}" : Line(text);

    /// <summary>A score in two runs.</summary>
    /// <param name="before">In the one that is compared with.</param>
    /// <param name="after">In the one that is compared.</param>
    /// <returns>For example <c>0.50 -> 0.75</c>; nothing where neither has one.</returns>
    public static string Scores(double? before, double? after) =>
        before is null && after is null ? string.Empty : $"{Score(before)} -> {Score(after)}";

    /// <summary>What an emulator's fault does.</summary>
    /// <param name="fault">The fault.</param>
    /// <returns>For example <c>Status 503</c> or <c>Cut</c>.</returns>
    public static string Fault(object fault) => (fault is PSObject wrapped ? wrapped.BaseObject : fault) switch
    {
        StatusFault status => Invariant($"Status {status.StatusCode}"),
        var other => other.GetType().Name.Replace("Fault", string.Empty, StringComparison.Ordinal),
    };

    /// <summary>Text of others on one line, without what a terminal would obey.</summary>
    /// <param name="text">The text.</param>
    /// <returns>One line.</returns>
    public static string Line(object? text) => Printable.Line(text?.ToString());

    /// <summary>Text of others, without what a terminal would obey.</summary>
    /// <param name="text">The text.</param>
    /// <returns>Its lines.</returns>
    public static string Text(object? text) => Printable.Text(Convert.ToString(text, CultureInfo.InvariantCulture));

    private static string Colored(string text, object style, params string[] color)
    {
        object? value = style;
        foreach (string name in color) value = value is null ? null : PSObject.AsPSObject(value).Properties[name]?.Value;
        return text.Length == 0 || value is null ? text : $"{value}{text}\x1b[0m";
    }

    private static string Invariant(FormattableString text) => FormattableString.Invariant(text);
}
