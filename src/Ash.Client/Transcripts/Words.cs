using System.Globalization;

namespace Ash.Transcripts;

/// <summary>Numbers, times and prices the way a person reads them, the same in every culture.</summary>
internal static class Words
{
    public static string Count(long number, string one) =>
        string.Create(CultureInfo.InvariantCulture, $"{number:N0} {one}{(number == 1 ? string.Empty : "s")}");

    /// <summary>A field's name as words: <c>parentSessionId</c> is <c>parent session id</c>.</summary>
    public static string Of(string name) => string.Concat(name.Select(static c => char.IsAsciiLetterUpper(c) ? $" {char.ToLowerInvariant(c)}" : $"{c}"));

    public static string Time(DateTime time) => time.ToString("HH:mm:ss", CultureInfo.InvariantCulture);

    public static string Date(DateTime time) => time.ToString("yyyy-MM-dd HH:mm:ss", CultureInfo.InvariantCulture);

    /// <summary>For a machine, with the zone.</summary>
    public static string Exact(DateTime time) => time.ToString("yyyy-MM-ddTHH:mm:ssK", CultureInfo.InvariantCulture);

    /// <summary>The zone that the times are in, by its distance from UTC.</summary>
    public static string Zone(DateTime time) => "UTC" + (time.Kind == DateTimeKind.Utc ? "+00:00" : time.ToString("zzz", CultureInfo.InvariantCulture));

    public static string Cost(decimal usd) => usd.ToString("'$'0.00####", CultureInfo.InvariantCulture);

    public static string Tokens(TokenUsage usage)
    {
        long cached = usage.CacheReadTokens + usage.CacheCreationTokens;
        string more = cached > 0 ? string.Create(CultureInfo.InvariantCulture, $" ({cached:N0} cached)") : string.Empty;
        return string.Create(CultureInfo.InvariantCulture, $"{usage.InputTokens + cached:N0} tokens in{more}, {usage.OutputTokens:N0} out");
    }

    public static string Duration(TimeSpan duration) => duration switch
    {
        { TotalMinutes: < 1 } => string.Create(CultureInfo.InvariantCulture, $"{duration.TotalSeconds:0.0} s"),
        { TotalHours: < 1 } => $"{(int)duration.TotalMinutes} min {duration.Seconds} s",
        _ => $"{(int)duration.TotalHours} h {duration.Minutes} min",
    };
}
