using System.Collections;
using System.Globalization;
using System.Management.Automation;

namespace Ash.Commands;

/// <summary>Environment variables as a user writes them: a hashtable whose values may be numbers or switches.</summary>
internal static class EnvironmentVariables
{
    public static Dictionary<string, string>? From(IDictionary? table)
    {
        if (table is null) return null;
        Dictionary<string, string> variables = new(table.Count, StringComparer.Ordinal);
        foreach (DictionaryEntry entry in table)
        {
            variables[entry.Key.ToString()!] =
                (string)LanguagePrimitives.ConvertTo(entry.Value ?? string.Empty, typeof(string), CultureInfo.InvariantCulture);
        }
        return variables;
    }
}
